package dev.tocsin.marketplace.payment;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How the payment provider is reached.
///
/// @param url where its paths such as `/v1/payment_intents` begin
/// @param webhookUrl where it reaches us; empty means this machine's loopback address
/// @param webhookSecret set when the endpoint was registered by hand; empty means: register it
/// @param timeout for one call
@ConfigurationProperties(prefix = "marketplace.payment", ignoreUnknownFields = false)
record PaymentOptions(
    URI url,
    @DefaultValue("sk_test_marketplace") String key,
    @DefaultValue("") String webhookUrl,
    @DefaultValue("") String webhookSecret,
    @DefaultValue("2s") Duration timeout) {
  private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(30);

  PaymentOptions {
    var scheme = String.valueOf(url.getScheme());
    if (!scheme.matches("https?") || url.getHost() == null) {
      throw new IllegalArgumentException(
          "The payment provider's address (SANDBOX_URL or STRIPE_URL) must be like"
              + " http://127.0.0.1:9090: "
              + url);
    }
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "marketplace.payment.timeout must be more than 0 and at most 30s: " + timeout);
    }
  }

  @Override
  public String toString() {
    return "PaymentOptions[url=" + url + ", timeout=" + timeout + "]";
  }
}
