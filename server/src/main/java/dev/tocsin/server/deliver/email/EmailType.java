package dev.tocsin.server.deliver.email;

import dev.tocsin.server.config.Secret;
import dev.tocsin.server.deliver.Channel;
import dev.tocsin.server.deliver.ChannelSettings;
import dev.tocsin.server.deliver.ChannelType;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `type: email` with `host`, `port`, `user`, `password`, `from`, `to` and `starttls`. Defaults of
/// `to` come from `ALERT_EMAIL_RECIPIENTS`, those of the mail server from `SMTP_HOST`, `SMTP_USER`,
/// `SMTP_PASSWORD` and `SMTP_FROM`.
public final class EmailType implements ChannelType {
  private static final String RECIPIENTS = "ALERT_EMAIL_RECIPIENTS";
  private static final int RECIPIENT_LIMIT = 50;
  private static final int SUBMISSION_PORT = 587;

  private final InstantSource clock;

  public EmailType(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "email";
  }

  @Override
  public List<String> namesInEnvironment(Map<String, String> environment, Set<String> configured) {
    boolean wanted = !environment.getOrDefault(RECIPIENTS, "").isBlank() && configured.isEmpty();
    return wanted ? List.of(name()) : List.of();
  }

  @Override
  public Channel read(ChannelSettings settings) {
    var section = settings.section();
    var host = settings.text("host", "SMTP_HOST").orElse("");
    if (host.isEmpty()) {
      section.report("host", "is missing", "write the mail server's name, or set SMTP_HOST");
    }
    var server =
        new MailServer(
            host,
            section.integer("port", SUBMISSION_PORT, 1, 65_535),
            settings.text("user", "SMTP_USER"),
            settings.secret("password", "SMTP_PASSWORD"),
            section.flag("starttls", true),
            settings.timeout());
    requireBoth(settings, server.user(), server.password());
    var from = settings.text("from", "SMTP_FROM").orElse("tocsin@localhost");
    var sender = addresses(settings, "from", List.of(from));
    var mail = new AlertMail(clock);
    return new EmailChannel(
        settings.name(), server, sender.isEmpty() ? from : sender.getFirst(), to(settings), mail);
  }

  private static void requireBoth(
      ChannelSettings settings, Optional<String> user, Optional<Secret> password) {
    if (user.isPresent() != password.isPresent()) {
      settings.section().report("user", "and password are not both given", "give both or neither");
    }
  }

  private static List<String> to(ChannelSettings settings) {
    var section = settings.section();
    var written =
        section.has("to")
            ? section.texts("to")
            : Arrays.asList(settings.environment().getOrDefault(RECIPIENTS, "").split(",", -1));
    var recipients = addresses(settings, "to", written);
    if (recipients.isEmpty() || recipients.size() > RECIPIENT_LIMIT) {
      section.report(
          "to",
          "has " + recipients.size() + " usable addresses",
          "write 1 to " + RECIPIENT_LIMIT + " addresses, or set " + RECIPIENTS);
    }
    return recipients;
  }

  private static List<String> addresses(
      ChannelSettings settings, String key, List<String> written) {
    var addresses = new ArrayList<String>();
    for (var text : written) {
      if (text.isBlank()) {
        continue;
      }
      try {
        new InternetAddress(text.strip(), true).validate();
        addresses.add(text.strip());
      } catch (AddressException e) {
        settings
            .section()
            .report(key, "\"" + text.strip() + "\" is no e-mail address", "write name@example.org");
      }
    }
    return List.copyOf(addresses);
  }
}
