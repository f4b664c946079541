package dev.tocsin.sandbox;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;

/// Takes a mail apart into subject, text and HTML.
final class MailReader {
  private static final int MAXIMUM_DEPTH = 8;

  private final StringBuilder text = new StringBuilder();
  private final StringBuilder html = new StringBuilder();

  private MailReader() {}

  /// The mail, readable or not: what cannot be taken apart is kept whole as text.
  static Message.Mail read(String from, List<String> to, byte[] message) {
    var reader = new MailReader();
    try {
      var mail =
          new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(message));
      reader.collect(mail, 0);
      String subject = mail.getSubject() == null ? "" : mail.getSubject();
      return new Message.Mail(from, to, subject, reader.text.toString(), reader.html.toString());
    } catch (MessagingException | IOException _) {
      return new Message.Mail(from, to, "", new String(message, StandardCharsets.UTF_8), "");
    }
  }

  private void collect(Part part, int depth) throws MessagingException, IOException {
    if (depth > MAXIMUM_DEPTH) {
      return;
    }
    Object content = part.getContent();
    if (content instanceof Multipart parts) {
      for (int i = 0; i < parts.getCount(); i++) {
        collect(parts.getBodyPart(i), depth + 1);
      }
    } else if (content instanceof String string) {
      (part.isMimeType("text/html") ? html : text).append(string);
    }
  }
}
