package dev.tocsin.sdk.dependency;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.sdk.health.HttpIndicator;
import dev.tocsin.sdk.health.IndicatorDescription;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Map;

/// Lists the models of OpenAI and Anthropic: the cheapest call that needs the key. It costs no
/// tokens, so it counts in no usage budget; it is made at most every five minutes.
public final class ModelProviders {

  public static final String OPENAI_KEY = "OPENAI_API_KEY";
  public static final URI OPENAI_BASE = URI.create("https://api.openai.com");
  public static final String ANTHROPIC_KEY = "ANTHROPIC_API_KEY";
  public static final URI ANTHROPIC_BASE = URI.create("https://api.anthropic.com");

  private static final String ANTHROPIC_VERSION = "2023-06-01";
  private static final Duration CACHE_TIME = Duration.ofMinutes(5);
  private static final IndicatorDescription OPENAI =
      IndicatorDescription.external("openai", "OpenAI").withCacheTime(CACHE_TIME);
  private static final IndicatorDescription ANTHROPIC =
      IndicatorDescription.external("anthropic", "Anthropic").withCacheTime(CACHE_TIME);

  private ModelProviders() {}

  public static ConfiguredIndicator openAi(ServiceSetting key, URI base) {
    return new ConfiguredIndicator(
        OPENAI,
        key,
        secret ->
            new HttpIndicator(
                OPENAI,
                base.resolve("/v1/models"),
                Map.of("Authorization", "Bearer " + secret),
                ModelProviders::details));
  }

  public static ConfiguredIndicator anthropic(ServiceSetting key, URI base) {
    return new ConfiguredIndicator(
        ANTHROPIC,
        key,
        secret ->
            new HttpIndicator(
                ANTHROPIC,
                base.resolve("/v1/models"),
                Map.of("x-api-key", secret, "anthropic-version", ANTHROPIC_VERSION),
                ModelProviders::details));
  }

  private static Map<String, Object> details(HttpHeaders headers, String body) throws IOException {
    // The list may be longer than what is read of it: its beginning tells that it is one.
    if (body.length() >= HttpIndicator.MAX_BODY_BYTES) {
      return Map.of();
    }
    JsonNode models = JsonAnswer.parse(body).path("data");
    if (!models.isArray()) {
      throw new IOException("the answer is no list of models");
    }
    return Map.of("models", models.size());
  }
}
