package dev.tocsin.marketplace.mail;

import dev.tocsin.sdk.health.Criticality;
import dev.tocsin.sdk.health.HealthIndicator;
import dev.tocsin.sdk.health.HealthOutcome;
import dev.tocsin.sdk.health.HealthScope;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.Map;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.stereotype.Component;

/// Greets the mail server. Letters wait in their queue while it is away, so it degrades.
@Component
class SmtpIndicator implements HealthIndicator {
  private static final Duration REUSE = Duration.ofSeconds(4);

  private final JavaMailSenderImpl sender;

  SmtpIndicator(JavaMailSenderImpl sender) {
    this.sender = sender;
  }

  @Override
  public String name() {
    return "smtp";
  }

  @Override
  public Criticality criticality() {
    return Criticality.DEGRADING;
  }

  @Override
  public HealthScope scope() {
    return HealthScope.EXTERNAL;
  }

  @Override
  public Duration cacheTime() {
    return REUSE;
  }

  @Override
  public HealthOutcome check() {
    try {
      sender.testConnection();
      return new HealthOutcome.Up(Map.of());
    } catch (MessagingException exception) {
      return new HealthOutcome.Down(
          "no working mail server at " + sender.getHost() + ":" + sender.getPort(), Map.of());
    }
  }
}
