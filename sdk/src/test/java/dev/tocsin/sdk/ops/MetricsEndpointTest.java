package dev.tocsin.sdk.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.sdk.data.DataMetrics;
import dev.tocsin.sdk.data.DatabaseArea;
import dev.tocsin.sdk.data.QueryMonitor;
import dev.tocsin.sdk.data.QueryOptions;
import dev.tocsin.sdk.metrics.ApplicationMetrics;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.segment.Experiments;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsEndpointTest {

  private final Telemetry telemetry = new Telemetry();
  private final ApplicationMetrics metrics = new ApplicationMetrics(telemetry);
  private final DataMetrics data = new DataMetrics(telemetry);
  private final QueryMonitor queries =
      new QueryMonitor(data, QueryOptions.of(Duration.ofMillis(1), 0));
  private final Experiments experiments = new Experiments(telemetry, 10);
  private final MetricsEndpoint endpoint =
      new MetricsEndpoint(
          telemetry,
          () ->
              List.of(
                  metrics.orders(), metrics.cache(), new DatabaseArea(data, queries), experiments),
          InstantSource.fixed(Instant.EPOCH));

  @AfterEach
  void close() {
    telemetry.close();
  }

  @Test
  void anAreaHasItsFiguresAndItsMetrics() throws IOException {
    metrics.recordOrder(20, "EUR");

    JsonNode body = ask("business", 200);
    assertEquals("1970-01-01T00:00:00Z", body.path("collectedAt").asText());
    assertEquals(20, body.at("/figures/currencies/0/averageOrderValue").asDouble());
    JsonNode revenue = metric(body, "revenue_total");
    assertEquals("counter", revenue.path("type").asText());
    assertEquals("currency", revenue.path("unit").asText());
    assertEquals("EUR", revenue.at("/series/0/labels/currency").asText());
    assertEquals(20, revenue.at("/series/0/value").asDouble());
    JsonNode amounts = metric(body, "order_total_amount");
    assertEquals(1, amounts.at("/series/0/count").asInt());
    assertEquals(20, amounts.at("/series/0/sum").asDouble());
  }

  @Test
  void theDatabaseHasItsSlowStatements() throws IOException {
    queries.record("select * from orders where id = 4", 2_000_000, null);

    JsonNode slow = ask("database", 200).at("/figures/slowStatements/0");
    assertEquals("select * from orders where id = ?", slow.path("statement").asText());
    assertEquals(2, slow.path("p95Millis").asDouble());
  }

  @Test
  void recordsAndFiguresThatDoNotExistYetAreWritten() throws IOException {
    experiments.recordAssignment("button", "red", "ann");

    JsonNode result = ask("segment", 200).at("/figures/experiments/0");
    assertEquals("red", result.path("variant").asText());
    assertEquals(0, result.path("conversionRate").asDouble());
    assertTrue(ask("cache", 200).at("/figures/hitRate").isNull());
  }

  @Test
  void anUnknownAreaSaysWhichThereAre() throws IOException {
    String error = ask("weather", 404).path("error").asText();
    assertTrue(error.contains("business") && error.contains("payment"), error);
  }

  private JsonNode ask(String area, int status) throws IOException {
    OpsRequest request = new OpsRequest(Map.of("area", area), Map.of(), "", "operator");
    OpsResponse response = endpoint.answer(request);
    assertEquals(status, response.status());
    return new ObjectMapper().readTree(response.body());
  }

  private static JsonNode metric(JsonNode body, String name) {
    for (JsonNode metric : body.path("metrics")) {
      if (metric.path("name").asText().equals(name)) {
        return metric;
      }
    }
    throw new AssertionError(name + " is not in " + body);
  }
}
