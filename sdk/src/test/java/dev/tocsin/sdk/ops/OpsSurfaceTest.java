package dev.tocsin.sdk.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.health.Criticality;
import dev.tocsin.sdk.health.HealthEngine;
import dev.tocsin.sdk.health.HealthIndicator;
import dev.tocsin.sdk.health.HealthOptions;
import dev.tocsin.sdk.health.HealthOutcome;
import dev.tocsin.sdk.health.HealthScope;
import dev.tocsin.sdk.health.IndicatorKind;
import dev.tocsin.sdk.health.StartupGate;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.pool.ConnectionPool;
import dev.tocsin.sdk.pool.PoolFigures;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpsSurfaceTest {

  private static final String TOKEN = "Bearer 0perator";
  private static final List<String> DETAIL_PATHS =
      List.of("/health/detailed", "/health/external", "/health/db", "/health/redis");

  private final Telemetry telemetry = new Telemetry();
  private final HealthEngine health =
      new HealthEngine(
          HealthOptions.defaults(),
          new StartupGate(InstantSource.system()),
          List.of(
              new Indicator("database", HealthScope.READINESS, IndicatorKind.DATABASE),
              new Indicator("redis", HealthScope.READINESS, IndicatorKind.REDIS),
              new Indicator("stripe", HealthScope.EXTERNAL, IndicatorKind.OTHER)));
  private final OpsBlocks blocks =
      OpsBlocks.of(
          List.of(
              new OpsBlock() {
                @Override
                public String name() {
                  return "checkout";
                }

                @Override
                public BlockReport collect() {
                  return new BlockReport(Verdict.GREEN, List.of(), Map.of("open", 3));
                }
              }));

  @AfterEach
  void close() {
    blocks.close();
    health.close();
    telemetry.close();
  }

  @Test
  void everybodySeesStatusAndLatencyAndOperatorsSeeWhy() {
    OpsSurface surface = surface(OpsAccess.withToken("0perator"));
    for (String path : DETAIL_PATHS) {
      String everybody = get(surface, path, Map.of()).body();
      assertTrue(everybody.contains("\"latencyMs\":"), everybody);
      assertTrue(everybody.contains("\"ageSeconds\":"), everybody);
      assertFalse(everybody.contains("internal-host"), everybody);
      assertFalse(everybody.contains("pools"), everybody);
      assertFalse(everybody.contains("blocks"), everybody);

      String wrong = get(surface, path, Map.of("Authorization", "Bearer x")).body();
      assertFalse(wrong.contains("internal-host"), wrong);
      String operator = get(surface, path, Map.of("Authorization", TOKEN)).body();
      assertTrue(operator.contains("internal-host"), operator);
    }
    Map<String, String> operator = Map.of("Authorization", TOKEN);
    assertTrue(get(surface, "/health/detailed", operator).body().contains("\"open\":3"));
    assertTrue(
        get(surface, "/health/db", operator)
            .body()
            .contains(
                "\"pools\":{\"main\":{\"active\":3,\"idle\":1,\"waiting\":2,\"max\":4,"
                    + "\"utilisationPercent\":75.0}}"));
  }

  @Test
  void eachSurfaceShowsItsOwnChecks() {
    OpsSurface surface = surface(OpsAccess.closed());

    assertEquals("stripe", checks(get(surface, "/health/external", Map.of())));
    assertEquals("database", checks(get(surface, "/health/db", Map.of())));
    assertEquals("redis", checks(get(surface, "/health/redis", Map.of())));
    assertEquals("database redis stripe", checks(get(surface, "/health/detailed", Map.of())));
  }

  @Test
  void aDetailThatJsonDoesNotKnowIsShownAsText() {
    String body =
        get(surface(OpsAccess.withToken("0perator")), "/health/db", Map.of("Authorization", TOKEN))
            .body();

    assertTrue(body.contains("\"since\":\"1970-01-01T00:00:00Z\""), body);
  }

  @Test
  void withoutATokenTheProtectedPathsAreOffAndSayHowToTurnThemOn() {
    OpsSurface surface = surface(OpsAccess.closed());
    for (String path : List.of("/health/ops", "/ops/work/checkout")) {
      OpsResponse answer = get(surface, path, Map.of("Authorization", TOKEN));
      assertEquals(404, answer.status(), path);
      assertTrue(answer.body().contains("TOCSIN_OPS_TOKEN"), answer.body());
    }
  }

  @Test
  void theTokenOpensBlocksAndEndpoints() {
    OpsSurface surface = surface(OpsAccess.withToken("0perator"));
    for (String path : List.of("/health/ops", "/ops/work/checkout")) {
      assertEquals(401, get(surface, path, Map.of()).status());
      assertEquals(401, get(surface, path, Map.of("Authorization", "Bearer 0perato")).status());
      assertEquals(200, get(surface, path, Map.of("Authorization", TOKEN)).status());
    }
  }

  @Test
  void aProbesNetworkOpensDetailsAndNothingElse() {
    OpsSurface surface =
        surface(
            OpsAccess.withToken("0perator")
                .withProbes(List.of(AddressRange.parse("192.0.2.0/24"))));

    assertTrue(from(surface, "192.0.2.7", "/health/db", Map.of()).body().contains("internal-host"));
    assertFalse(
        from(surface, "192.0.3.7", "/health/db", Map.of()).body().contains("internal-host"));
    assertFalse(
        from(surface, "192.0.2.7", "/health/db", Map.of("X-Forwarded-For", "203.0.113.9"))
            .body()
            .contains("internal-host"));
    assertEquals(401, from(surface, "192.0.2.7", "/health/ops", Map.of()).status());
  }

  @Test
  void anEndpointGetsItsVariablesQueryBodyAndActor() {
    OpsSurface surface = surface(OpsAccess.withToken("0perator"));
    OpsResponse answer =
        surface
            .answer(
                call(
                    "POST",
                    "/ops/work/a%2Fb+c",
                    "127.0.0.1",
                    Map.of("Authorization", TOKEN, "X-Tocsin-Actor", "kim"),
                    "{}"))
            .orElseThrow();

    assertEquals("a/b+c limit=10 {} kim", answer.body());
  }

  @Test
  void wrongMethodsBodiesAndPathsAreToldApart() {
    OpsSurface surface = surface(OpsAccess.withToken("0perator"));
    Map<String, String> operator = Map.of("Authorization", TOKEN);

    OpsResponse delete =
        surface.answer(call("DELETE", "/ops/work/x", "::1", operator, "")).orElseThrow();
    assertEquals(405, delete.status());
    assertEquals("GET, POST", delete.headers().get("Allow"));
    assertEquals(
        405,
        surface.answer(call("POST", "/health/ops", "::1", operator, "")).orElseThrow().status());
    String large = "x".repeat(EndpointTable.MAX_BODY_BYTES + 1);
    assertEquals(
        413,
        surface.answer(call("POST", "/ops/work/x", "::1", operator, large)).orElseThrow().status());
    assertEquals(400, get(surface, "/ops/work/%zz", operator).status());
    assertEquals(500, get(surface, "/ops/broken", operator).status());
    assertEquals(Optional.empty(), surface.answer(call("GET", "/ops/work", "::1", operator, "")));
    assertEquals(Optional.empty(), surface.answer(call("GET", "/ops/work/", "::1", operator, "")));
  }

  @Test
  void metricsAreServedToTheirNetworksOnly() {
    OpsSurface surface =
        OpsSurface.builder(telemetry)
            .metrics(MetricsAccess.withinNetworks(AddressRange.PRIVATE))
            .build();

    assertEquals(200, from(surface, "10.1.2.3", "/metrics", Map.of()).status());
    assertEquals(403, from(surface, "203.0.113.9", "/metrics", Map.of()).status());
    assertEquals(
        403,
        from(surface, "10.1.2.3", "/metrics", Map.of("Forwarded", "for=203.0.113.9")).status());
    assertEquals(403, surface.answer("/metrics", null, null).orElseThrow().status());
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "fd00::/8, fd12:3456::1, true",
    "fd00::/8, 10.0.0.1, false",
    "::1, 0:0:0:0:0:0:0:1%lo, true",
    "127.0.0.0/8, ::ffff:127.0.0.1, true",
    "127.0.0.0/8, localhost, false"
  })
  void addressesAreComparedBitByBit(String range, String address, boolean expected) {
    assertEquals(expected, AddressRange.parse(range).contains(address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost/8", "10.0.0.0/33", "10.0.0.0/x", "10.0.0", "::1/129"})
  void textThatIsNoRangeIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> AddressRange.parse(text));
  }

  @Test
  void twoEndpointsOnOnePathAreRefused() {
    List<OpsEndpoint> same = List.of(endpoint("GET", "/ops/a"), endpoint("GET", "/ops/a"));
    OpsSurface.Builder builder = OpsSurface.builder(telemetry).endpoints(same);

    assertThrows(IllegalArgumentException.class, builder::build);
  }

  private OpsSurface surface(OpsAccess access) {
    return OpsSurface.builder(telemetry)
        .health(health)
        .operators(access)
        .blocks(blocks)
        .pools(List.of(new Pool()))
        .endpoints(
            List.of(
                endpoint("GET", "/ops/work/{lifecycle}"),
                endpoint("POST", "/ops/work/{lifecycle}"),
                endpoint("GET", "/ops/broken")))
        .build();
  }

  private static OpsEndpoint endpoint(String method, String path) {
    return new OpsEndpoint() {
      @Override
      public String method() {
        return method;
      }

      @Override
      public String path() {
        return path;
      }

      @Override
      public OpsResponse answer(OpsRequest request) {
        return OpsResponse.text(
            200,
            request.variable("lifecycle")
                + " limit="
                + request.parameter("limit").orElse("")
                + " "
                + request.body()
                + " "
                + request.actor());
      }
    };
  }

  private static OpsResponse get(OpsSurface surface, String path, Map<String, String> headers) {
    return from(surface, "203.0.113.1", path, headers);
  }

  private static OpsResponse from(
      OpsSurface surface, String address, String path, Map<String, String> headers) {
    return surface.answer(call("GET", path, address, headers, "")).orElseThrow();
  }

  private static OpsCall call(
      String method, String path, String address, Map<String, String> headers, String body) {
    Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    byName.putAll(headers);
    return new OpsCall(
        method,
        path,
        "limit=10&limit=20&x",
        byName::get,
        address,
        new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
  }

  /// The names of the checks in an answer.
  private static String checks(OpsResponse answer) {
    return String.join(
        " ",
        List.of("database", "redis", "stripe").stream()
            .filter(name -> answer.body().contains("\"" + name + "\":{"))
            .toList());
  }

  private record Indicator(String name, HealthScope scope, IndicatorKind kind)
      implements HealthIndicator {

    @Override
    public Criticality criticality() {
      return Criticality.DEGRADING;
    }

    @Override
    public HealthOutcome check() {
      Map<String, Object> details = new HashMap<>();
      details.put("host", "internal-host");
      details.put("since", Instant.EPOCH);
      return new HealthOutcome.Up(details);
    }
  }

  private static final class Pool implements ConnectionPool {
    @Override
    public String name() {
      return "main";
    }

    @Override
    public PoolFigures getConnectionPoolMetrics() {
      return new PoolFigures(3, 1, 2, 4);
    }
  }
}
