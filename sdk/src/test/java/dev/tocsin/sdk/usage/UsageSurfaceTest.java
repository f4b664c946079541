package dev.tocsin.sdk.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.OpsRequest;
import dev.tocsin.sdk.ops.OpsResponse;
import dev.tocsin.sdk.ops.Verdict;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsageSurfaceTest {

  private static void call(Shop shop, ModelId model, TokenUsage usage) {
    Shop.admitted(shop.meter.reserve("ann", model, 1, 1)).settle(usage);
  }

  private static OpsResponse get(Shop shop, String day, Map<String, String> query) {
    UsageEndpoint endpoint = new UsageEndpoint(shop.ledger, shop.clock);
    return endpoint.answer(new OpsRequest(Map.of("day", day), query, "", "operator"));
  }

  @Test
  void theBlockShowsReportedAndEstimatedApartAndTurnsRedAtZeroCost() throws Exception {
    try (Shop shop = Shop.limitedTo(TestDatabase.H2, "100")) {
      UsageBlock block = new UsageBlock(shop.meter, shop.ledger, shop.clock);
      call(shop, Shop.GPT, TokenUsage.reported(1_000_000, 0));
      call(shop, Shop.GPT, TokenUsage.estimated(2_000_000, 0));
      BlockReport report = block.collect();
      assertEquals(Verdict.AMBER, report.verdict());
      JsonNode fields = new ObjectMapper().valueToTree(report.fields());
      assertEquals(
          "2.5", fields.at("/reported/0/cost").decimalValue().stripTrailingZeros().toString());
      assertEquals(
          "5", fields.at("/estimated/0/cost").decimalValue().stripTrailingZeros().toString());
      assertFalse(fields.toString().contains("7.5"), fields.toString());
      assertEquals("openai/gpt-5", fields.at("/allowedWithoutPrice/0").asText());
      assertEquals(3, fields.get("models").size());

      call(shop, Shop.FREE, TokenUsage.reported(1, 0));
      assertEquals(Verdict.RED, block.collect().verdict());
    }
  }

  @Test
  void theDayIsServedWithItsDifferencesFromTheEvents() throws Exception {
    try (Shop shop = Shop.limitedTo(TestDatabase.H2, "100")) {
      call(shop, Shop.GPT, TokenUsage.reported(1_000_000, 0));
      call(shop, Shop.GPT, TokenUsage.estimated(4, 0));
      JsonNode day = new ObjectMapper().readTree(get(shop, "today", Map.of()).body());
      assertEquals("2026-03-01", day.get("day").asText());
      assertTrue(day.get("consistent").asBoolean());
      assertEquals("*", day.at("/reported/rows/0/user").asText());
      assertEquals(1, day.at("/reported/totals/0/calls").asInt());
      assertEquals(1, day.at("/estimated/rows").size());

      shop.execute("UPDATE llm_usage_daily SET calls = 9 WHERE source = 'reported'");
      OpsResponse answer = get(shop, "2026-03-01", Map.of("user", "ann"));
      JsonNode wrong = new ObjectMapper().readTree(answer.body());
      assertFalse(wrong.get("consistent").asBoolean());
      assertEquals(-8, wrong.at("/eventsLessAggregate/0/calls").asInt());
      assertEquals("ann", wrong.at("/reported/rows/0/user").asText());
    }
  }

  @Test
  void aDayThatIsNoneIsAnErrorOfTheCaller() throws Exception {
    try (Shop shop = Shop.limitedTo(TestDatabase.H2, "100")) {
      OpsResponse answer = get(shop, "yesterday", Map.of());
      assertEquals(400, answer.status());
      assertTrue(answer.body().contains("2026-01-31"), answer.body());
      shop.execute("DROP TABLE llm_usage_daily");
      assertEquals(503, get(shop, "today", Map.of()).status());
    }
  }
}
