package dev.tocsin.sdk.dependency;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.sdk.health.HttpIndicator;
import dev.tocsin.sdk.health.IndicatorDescription;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Map;

/// Fetches rates with the key in a header. Providers count calls, so it is asked once an hour.
public final class ExchangeRateIndicator {

  public static final String KEY = "EXCHANGE_RATE_API_KEY";

  /// ExchangeRate-API, whose version 6 takes the key as a bearer token.
  public static final URI URL = URI.create("https://v6.exchangerate-api.com/v6/latest/USD");

  private static final IndicatorDescription DESCRIPTION =
      IndicatorDescription.external("exchange-rates", "Exchange rates")
          .withCacheTime(Duration.ofHours(1));

  private ExchangeRateIndicator() {}

  /// @param url answers JSON about rates to `GET`
  public static ConfiguredIndicator of(ServiceSetting key, URI url) {
    return new ConfiguredIndicator(
        DESCRIPTION,
        key,
        secret ->
            new HttpIndicator(
                DESCRIPTION,
                url,
                Map.of("Authorization", "Bearer " + secret),
                ExchangeRateIndicator::details));
  }

  private static Map<String, Object> details(HttpHeaders headers, String body) throws IOException {
    JsonNode answer = JsonAnswer.parse(body);
    String result = answer.path("result").asText("success");
    if (!result.equals("success")) {
      throw new IOException(
          "the provider answered " + answer.path("error-type").asText("an error"));
    }
    return Map.of("ratesOf", answer.path("time_last_update_utc").asText("unknown"));
  }
}
