package dev.tocsin.marketplace.mail;

import dev.tocsin.marketplace.queue.JobInbox;
import dev.tocsin.marketplace.queue.JobQueues;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Puts letters into the e-mail queue. A letter is lost only if the transaction of the caller is.
@Component
public class Mailer {
  static final String QUEUE = "email";

  private final JobInbox inbox;
  private final ObjectProvider<JobQueues> queues;
  private final JsonMapper json;

  Mailer(JobInbox inbox, ObjectProvider<JobQueues> queues, JsonMapper json) {
    this.inbox = inbox;
    this.queues = queues;
    this.json = json;
  }

  /// Writes the letter down, once per key.
  public void write(String key, Letter letter) {
    inbox.add(QUEUE, key, json.writeValueAsString(letter));
  }

  /// Call it after the commit, so that the letter leaves at once.
  public void hurry() {
    queues.getObject().wake(QUEUE);
  }
}
