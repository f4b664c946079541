package dev.tocsin.server.deliver.email;

import dev.tocsin.server.config.Secret;
import jakarta.mail.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/// The mail server that takes our mail.
///
/// @param startTls whether the connection must be encrypted before anything is said
record MailServer(
    String host,
    int port,
    Optional<String> user,
    Optional<Secret> password,
    boolean startTls,
    Duration timeout) {
  /// A session whose every wait has a limit.
  Session session() {
    var millis = Long.toString(timeout.toMillis());
    var settings = new Properties();
    settings.setProperty("mail.transport.protocol", "smtp");
    settings.setProperty("mail.smtp.host", host);
    settings.setProperty("mail.smtp.port", Integer.toString(port));
    settings.setProperty("mail.smtp.connectiontimeout", millis);
    settings.setProperty("mail.smtp.timeout", millis);
    settings.setProperty("mail.smtp.writetimeout", millis);
    settings.setProperty("mail.smtp.auth", Boolean.toString(user.isPresent()));
    settings.setProperty("mail.smtp.starttls.enable", Boolean.toString(startTls));
    settings.setProperty("mail.smtp.starttls.required", Boolean.toString(startTls));
    settings.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    // One refused recipient must not keep the others from hearing.
    settings.setProperty("mail.smtp.sendpartial", "true");
    return Session.getInstance(settings);
  }
}
