package dev.tocsin.sdk.dependency;

import dev.tocsin.sdk.health.DescribedIndicator;
import dev.tocsin.sdk.health.HealthOutcome;
import dev.tocsin.sdk.health.IndicatorDescription;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/// Opens an SMTP connection, greets, signs in when there are credentials, and closes it. No message
/// is sent.
public final class EmailIndicator implements DescribedIndicator {

  private static final Duration TIMEOUT = Duration.ofSeconds(4);
  private static final IndicatorDescription DESCRIPTION =
      IndicatorDescription.external("email", "Email")
          .withTimeout(TIMEOUT.plusSeconds(1))
          .withCacheTime(Duration.ofSeconds(60));

  private final SmtpAccount account;

  public EmailIndicator(SmtpAccount account) {
    this.account = account;
  }

  @Override
  public IndicatorDescription description() {
    return DESCRIPTION;
  }

  @Override
  public HealthOutcome check() throws MessagingException {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("host", account.host());
    details.put("port", account.port());
    try (Transport transport = Session.getInstance(properties()).getTransport()) {
      transport.connect(account.host(), account.port(), account.user(), account.password());
      return new HealthOutcome.Up(details);
    } catch (AuthenticationFailedException e) {
      return new HealthOutcome.Down("the server refused the credentials", details);
    } catch (MessagingException e) {
      return new HealthOutcome.Down("the server could not be greeted", details);
    }
  }

  private Properties properties() {
    String protocol = account.implicitTls() ? "smtps" : "smtp";
    String prefix = "mail." + protocol + ".";
    String millis = Long.toString(TIMEOUT.toMillis());
    Properties properties = new Properties();
    properties.setProperty("mail.transport.protocol", protocol);
    properties.setProperty(prefix + "connectiontimeout", millis);
    properties.setProperty(prefix + "timeout", millis);
    properties.setProperty(prefix + "writetimeout", millis);
    properties.setProperty(prefix + "auth", Boolean.toString(account.user() != null));
    properties.setProperty(prefix + "starttls.enable", "true");
    properties.setProperty(prefix + "ssl.checkserveridentity", "true");
    return properties;
  }
}
