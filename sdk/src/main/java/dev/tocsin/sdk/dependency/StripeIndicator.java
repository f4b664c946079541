package dev.tocsin.sdk.dependency;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.sdk.health.HttpIndicator;
import dev.tocsin.sdk.health.IndicatorDescription;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Retrieves the balance from Stripe, at most once a minute.
public final class StripeIndicator {

  public static final String KEY = "STRIPE_SECRET_KEY";
  public static final URI BASE = URI.create("https://api.stripe.com");

  private static final IndicatorDescription DESCRIPTION =
      IndicatorDescription.external("stripe", "Stripe").withCacheTime(Duration.ofSeconds(60));

  private StripeIndicator() {}

  public static ConfiguredIndicator of(ServiceSetting key, URI base) {
    return new ConfiguredIndicator(
        DESCRIPTION,
        key,
        secret ->
            new HttpIndicator(
                DESCRIPTION,
                base.resolve("/v1/balance"),
                Map.of("Authorization", "Bearer " + secret),
                StripeIndicator::details));
  }

  private static Map<String, Object> details(HttpHeaders headers, String body) throws IOException {
    JsonNode balance = JsonAnswer.parse(body);
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("apiVersion", headers.firstValue("Stripe-Version").orElse("unknown"));
    details.put("livemode", balance.path("livemode").asBoolean());
    return details;
  }
}
