package dev.tocsin.server.deliver.email;

import dev.tocsin.server.deliver.Envelope;
import dev.tocsin.server.deliver.Message;
import dev.tocsin.server.deliver.PlainText;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The mail `alert-notification`: plain text and HTML of the same content.
final class AlertMail {
  private static final String TEXT = Template.load("alert-notification.txt");
  private static final String HTML = Template.load("alert-notification.html");

  private final InstantSource clock;

  AlertMail(InstantSource clock) {
    this.clock = clock;
  }

  MimeMessage compose(Session session, Envelope envelope, String from, List<String> to)
      throws MessagingException {
    var message = envelope.message();
    var id = messageId(envelope.idempotencyKey());
    var mail =
        new MimeMessage(session) {
          // Jakarta Mail makes up an id of its own at every save.
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
          }
        };
    mail.setFrom(new InternetAddress(from));
    for (var recipient : to) {
      mail.addRecipient(RecipientType.TO, new InternetAddress(recipient));
    }
    mail.setSubject(oneLine(message.headline()), StandardCharsets.UTF_8.name());
    mail.setSentDate(Date.from(clock.instant()));
    mail.setHeader("Auto-Submitted", "auto-generated");
    if (!message.incidentId().isEmpty()) {
      mail.setHeader("References", messageId(message.incidentId()));
    }
    mail.setContent(body(fields(message)));
    mail.saveChanges();
    return mail;
  }

  private static MimeMultipart body(Map<String, String> fields) throws MessagingException {
    var text = new MimeBodyPart();
    text.setText(Template.plain(TEXT, fields), StandardCharsets.UTF_8.name());
    var html = new MimeBodyPart();
    html.setText(Template.html(HTML, fields), StandardCharsets.UTF_8.name(), "html");
    return new MimeMultipart("alternative", text, html);
  }

  /// The same for the same key, so a mail that was sent twice is recognised.
  private static String messageId(String key) {
    return "<" + HexFormat.of().formatHex(key.getBytes(StandardCharsets.UTF_8)) + "@tocsin>";
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }

  private static Map<String, String> fields(Message message) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("headline", message.headline());
    fields.put("severity", orDash(message.severity()));
    fields.put("status", orDash(message.status()));
    fields.put("services", orDash(String.join(", ", message.services())));
    fields.put("cause", orDash(message.cause()));
    fields.put("update", orDash(message.update()));
    fields.put("values", orDash(PlainText.readings(message)));
    fields.put("since", Instant.ofEpochMilli(message.sinceMillis()).toString());
    fields.put("at", Instant.ofEpochMilli(message.atMillis()).toString());
    fields.put("incident", message.links().incident());
    fields.put("runbook", orDash(message.links().runbook()));
    fields.put("dashboard", orDash(message.links().dashboard()));
    return fields;
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "–" : text;
  }
}
