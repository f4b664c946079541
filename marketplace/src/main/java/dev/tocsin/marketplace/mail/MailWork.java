package dev.tocsin.marketplace.mail;

import dev.tocsin.marketplace.queue.Job;
import dev.tocsin.marketplace.queue.JobWork;
import dev.tocsin.sdk.metrics.ApplicationMetrics;
import dev.tocsin.sdk.metrics.CallStatus;
import dev.tocsin.sdk.metrics.EmailJobStatus;
import org.springframework.mail.MailException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Sends the letters of the queue over SMTP.
@Component
class MailWork implements JobWork {
  /// Nobody can ever read what is sent there (RFC 2606), so nothing is sent.
  private static final String NOWHERE = ".invalid";

  private final JavaMailSender sender;
  private final MailOptions options;
  private final JsonMapper json;
  private final ApplicationMetrics metrics;

  MailWork(
      JavaMailSender sender, MailOptions options, JsonMapper json, ApplicationMetrics metrics) {
    this.sender = sender;
    this.options = options;
    this.json = json;
    this.metrics = metrics;
  }

  @Override
  public String queue() {
    return Mailer.QUEUE;
  }

  @Override
  public void run(Job job) {
    var letter = json.readValue(job.payload(), Letter.class);
    if (letter.recipient().endsWith(NOWHERE)) {
      metrics.recordEmailJob(EmailJobStatus.SKIPPED);
      return;
    }
    try {
      sender.send(message(letter));
    } catch (MailException exception) {
      metrics.recordEmailSent(letter.template(), CallStatus.ERROR);
      throw exception;
    }
    metrics.recordEmailSent(letter.template(), CallStatus.SUCCESS);
    metrics.recordEmailJob(EmailJobStatus.SUCCESS);
  }

  @Override
  public void gaveUp(Job job) {
    metrics.recordEmailJob(EmailJobStatus.ERROR);
  }

  private SimpleMailMessage message(Letter letter) {
    var message = new SimpleMailMessage();
    message.setFrom(options.from());
    message.setTo(letter.recipient());
    message.setSubject(letter.subject());
    message.setText(letter.text());
    return message;
  }
}
