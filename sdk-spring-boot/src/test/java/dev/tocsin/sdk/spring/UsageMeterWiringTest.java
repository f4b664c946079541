package dev.tocsin.sdk.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.ops.OpsRequest;
import dev.tocsin.sdk.usage.Admission;
import dev.tocsin.sdk.usage.ModelId;
import dev.tocsin.sdk.usage.TokenUsage;
import dev.tocsin.sdk.usage.UsageEndpoint;
import dev.tocsin.sdk.usage.UsageMeter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsageMeterWiringTest {

  private static final ModelId GPT = ModelId.parse("openai/gpt-4o");
  private static final String ALLOWED = "LLM_ALLOWED_MODELS_JSON=[\"openai/gpt-4o\"]";
  private static final String DEPLOYED = "TOCSIN_ENVIRONMENT=production";
  private static final String PRICES =
      "LLM_MODEL_PRICING_MATRIX_JSON={\"currency\":\"USD\",\"families\":[{\"provider\":\"openai\","
          + "\"family\":\"gpt-4o\",\"prices\":[{\"validFrom\":\"2024-05-13\","
          + "\"inputPerMillion\":2.5,\"outputPerMillion\":10}]}]}";

  private static String causes(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      text.append(cause.getMessage()).append('\n');
    }
    return text.toString();
  }

  private static String refusedStart(String... settings) {
    return causes(
        assertThrows(
            Exception.class,
            () -> {
              try (RunningShop shop = new RunningShop(settings)) {
                shop.port();
              }
            }));
  }

  @Test
  void anApplicationThatAllowsModelsHasAMeterWithItsLimit() throws Exception {
    // A database in memory is gone with its last connection.
    try (Connection open = DriverManager.getConnection("jdbc:h2:mem:shop", "", "");
        RunningShop shop = new RunningShop(ALLOWED, PRICES, "tocsin.llm.daily-limit=2.50")) {
      assertTrue(open.isValid(0));
      UsageMeter meter = shop.bean(UsageMeter.class);
      assertInstanceOf(Admission.Admitted.class, meter.reserve("ann", GPT, 1_000_000, 0))
          .reservation()
          .settle(TokenUsage.reported(1_000_000, 0));
      assertInstanceOf(Admission.Refused.class, meter.reserve("ann", GPT, 1, 0));
      String day =
          shop.bean(UsageEndpoint.class)
              .answer(new OpsRequest(Map.of("day", "today"), Map.of(), "", "operator"))
              .body();
      assertTrue(day.contains("\"cost\" : 2.500000000"), day);
    }
  }

  @Test
  void aDeployedStartIsRefusedWithoutAPriceAndWithoutAKey() {
    String unpriced = refusedStart(ALLOWED, DEPLOYED, "OPENAI_API_KEY=k");
    assertTrue(unpriced.contains("openai/gpt-4o is allowed but has no price"), unpriced);
    String keyless = refusedStart(ALLOWED, PRICES, DEPLOYED);
    assertTrue(keyless.contains("OPENAI_API_KEY is not set"), keyless);
    String wrong = refusedStart("LLM_ALLOWED_MODELS_JSON={}", PRICES);
    assertTrue(wrong.contains("LLM_ALLOWED_MODELS_JSON must be a list"), wrong);
    try (RunningShop shop = new RunningShop(ALLOWED, PRICES, DEPLOYED, "OPENAI_API_KEY=k")) {
      assertTrue(shop.has(UsageMeter.class));
    }
  }

  @Test
  void anApplicationWithoutModelsOrWithTheSwitchOffHasNoMeter() {
    try (RunningShop shop = new RunningShop()) {
      assertFalse(shop.has(UsageMeter.class));
    }
    try (RunningShop shop = new RunningShop(ALLOWED, PRICES, "tocsin.llm.enabled=false")) {
      assertEquals(false, shop.has(UsageMeter.class));
    }
  }
}
