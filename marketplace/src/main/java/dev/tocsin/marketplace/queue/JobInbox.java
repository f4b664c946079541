package dev.tocsin.marketplace.queue;

import org.springframework.stereotype.Component;

/// Writes jobs down, within the transaction of the caller if there is one.
///
/// It is apart from [JobQueues] so that the work of a queue may itself add jobs.
@Component
public class JobInbox {
  private final JobTable table;

  JobInbox(JobTable table) {
    this.table = table;
  }

  /// False when a job of this key was added before; then nothing is added.
  public boolean add(String queue, String key, String payload) {
    return table.add(queue, key, payload);
  }
}
