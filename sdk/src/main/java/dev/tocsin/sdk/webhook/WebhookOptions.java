package dev.tocsin.sdk.webhook;

import java.time.Duration;
import java.util.regex.Pattern;

/// @param provider part of the log events, a label: `stripe` gives `stripe_webhook_error`
/// @param maxBodyBytes larger requests are rejected unread
/// @param lease how long handling an event may take; afterwards the provider's next attempt may
///   take it over
/// @param retention how long a handled event is remembered; longer than the provider tries again
public record WebhookOptions(
    String provider, int maxBodyBytes, Duration lease, Duration retention) {

  private static final Pattern PROVIDER = Pattern.compile("[a-z][a-z0-9_]{0,29}");

  public WebhookOptions {
    if (!PROVIDER.matcher(provider).matches()) {
      throw new IllegalArgumentException(
          "The webhook provider '"
              + provider
              + "' must be 1 to 30 characters of a-z, 0-9 and '_'.");
    }
    if (maxBodyBytes < 1 || lease.toMillis() < 1 || retention.compareTo(lease) < 0) {
      throw new IllegalArgumentException(
          "Webhooks need a positive size limit and lease, and a retention not shorter than the"
              + " lease.");
    }
  }

  /// 256 KiB, 5 minutes, 7 days.
  public static WebhookOptions of(String provider) {
    return new WebhookOptions(provider, 256 * 1024, Duration.ofMinutes(5), Duration.ofDays(7));
  }
}
