package dev.tocsin.sdk.log.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.correlation.Correlation;
import dev.tocsin.sdk.correlation.CorrelationIds;
import dev.tocsin.sdk.correlation.LogContext;
import dev.tocsin.sdk.log.AccessLog;
import dev.tocsin.sdk.log.LogMarkers;
import dev.tocsin.sdk.log.Request;
import dev.tocsin.sdk.log.SamplingOptions;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.redact.Redactor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class SamplingTest {

  private static final Logger LOG = LoggerFactory.getLogger("shop.Search");
  private static final String HOT = "/search";
  private static final AccessLog ACCESS = new AccessLog(List.of(), Redactor.standard());

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private CapturedLog log =
      new CapturedLog(new SamplingOptions(0.1, List.of(HOT), 0), InstantSource.system());

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void aSampledRequestKeepsAllOfItsLinesOrNone() {
    for (int i = 0; i < 1000; i++) {
      request("r-" + i, HOT, () -> LOG.info("working"), 200);
    }
    Map<String, Long> linesByRequest =
        log.lines().stream()
            .collect(
                Collectors.groupingBy(
                    line -> line.path("requestId").asText(), Collectors.counting()));

    assertTrue(
        linesByRequest.size() > 60 && linesByRequest.size() < 140, linesByRequest.toString());
    assertTrue(linesByRequest.values().stream().allMatch(count -> count == 3));
    assertTrue(log.lines().stream().allMatch(line -> line.path("sampleRate").asDouble() == 0.1));
  }

  @Test
  void onAFixedLoadTheVolumeShrinksAndWhatMattersStays() {
    long before = volumeOfLoad();
    log.close();
    log = new CapturedLog(SamplingOptions.off(), InstantSource.system());
    long without = volumeOfLoad();

    assertEquals(3 * 1000 + 10, without, "3 lines of a request, 10 errors more");
    assertTrue(before < without * 0.55, before + " of " + without);
    assertEquals(1000, count("signed in"));
  }

  /// 900 searches and 100 orders; each has a security line, and of the searches every 90th fails.
  private long volumeOfLoad() {
    for (int i = 0; i < 1000; i++) {
      boolean fails = i < 900 && i % 90 == 0;
      request(
          "load-" + i,
          i < 900 ? HOT : "/orders",
          () -> {
            LOG.info(LogMarkers.SECURITY, "signed in");
            if (fails) {
              LOG.error("index broken");
            }
          },
          fails ? 500 : 200);
    }
    assertEquals(1000, count("signed in"));
    assertEquals(10, count("index broken"));
    return log.lines().size();
  }

  @Test
  void aRequestThatFailsKeepsEveryLineEvenThoseBeforeTheFailure() {
    for (int i = 0; i < 100; i++) {
      request("f-" + i, HOT, () -> {}, 503);
    }

    assertEquals(100, count("begin"));
    assertEquals(100, count("GET /search 503"));
    assertTrue(
        log.lines().stream()
            .filter(line -> line.path("level").asText().equals("ERROR"))
            .noneMatch(line -> line.has("sampleRate")));
  }

  @Test
  void workThatOutlivesItsRequestSharesItsFate() {
    List<Runnable> later = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      request("l-" + i, HOT, () -> later.add(Correlation.wrap(() -> LOG.info("later"))), 200);
    }
    long kept = count("begin");
    later.forEach(Runnable::run);

    assertTrue(kept > 0 && kept < 100, "kept " + kept);
    assertEquals(kept, count("later"));
  }

  @Test
  void routesThatAreNotHotAndLinesOutsideOfRequestsAreKept() {
    LOG.info("start");
    for (int i = 0; i < 50; i++) {
      request("o-" + i, "/orders", () -> {}, 200);
    }

    assertEquals(101, log.lines().size());
    assertTrue(log.lines().stream().noneMatch(line -> line.has("sampleRate")));
  }

  @Test
  void aRouteBecomesHotByItsTrafficAndCoolsDownAgain() {
    log.close();
    log = new CapturedLog(new SamplingOptions(0, List.of(), 2), now::get);
    for (int i = 0; i < 30; i++) {
      request("a-" + i, "/products/{id}", () -> {}, 200);
    }
    assertEquals(20, count("begin"), "2 a second make 20 in 10 seconds");

    now.updateAndGet(instant -> instant.plusSeconds(10));
    request("b", "/products/{id}", () -> {}, 200);
    assertEquals(20, count("begin"));

    now.updateAndGet(instant -> instant.plusSeconds(10));
    request("c", "/products/{id}", () -> {}, 200);
    assertEquals(21, count("begin"));
  }

  @Test
  void linesBeyondTheLimitOfARequestAreCountedAsDroppedWhenItFails() {
    Telemetry telemetry = new Telemetry();
    log.setup.counts().publish(telemetry);
    log.close();
    log = new CapturedLog(new SamplingOptions(0, List.of(HOT), 0), InstantSource.system());
    log.setup.counts().publish(telemetry);
    request(
        "big",
        HOT,
        () -> {
          for (int i = 0; i < 300; i++) {
            LOG.info("working");
          }
        },
        500);

    assertEquals(201, log.lines().size());
    String metrics = telemetry.scrape(null).body();
    assertTrue(metrics.contains("\nlog_lines_dropped_total 101.0"), metrics);
    assertTrue(metrics.contains("telemetry_dropped_total{sink=\"loki\"} 0.0"), metrics);
  }

  @Test
  void aRequestThatOutlastsThousandsOfOthersStillDecidesAboutItsLines() {
    Request outlasting = log.setup.requests().begin();
    outlasting.route("/export");
    LogContext context = LogContext.capture();
    for (int i = 0; i < 10_000; i++) {
      log.setup.requests().begin().close();
    }
    Request hot = hotBehind(8_192 - 10_000 % 8_192);
    LogContext ofHot = LogContext.capture();
    LOG.info("held with the hot one");
    context.restore();
    LOG.info("late in the long one");
    ofHot.restore();
    hot.close();
    LOG.info("after the hot one");
    context.restore();
    outlasting.close();
    LOG.info("after the long one");

    assertEquals(1, count("late in the long one"));
    assertEquals(1, count("after the long one"));
    assertEquals(0, count("held with the hot one"));
    assertEquals(0, count("after the hot one"));
  }

  /// One of a sampled route that is not chosen, so many requests further on.
  private Request hotBehind(int others) {
    for (int i = 1; i < others; i++) {
      log.setup.requests().begin().close();
    }
    MDC.put(Correlation.CORRELATION_KEY, "r-1");
    Request hot = log.setup.requests().begin();
    hot.route(HOT);
    return hot;
  }

  private void request(String id, String route, Runnable work, int status) {
    Correlation.Scope scope = Correlation.open(new CorrelationIds(id, id));
    Request request = log.setup.requests().begin();
    LOG.info("begin");
    request.route(route);
    work.run();
    ACCESS.write(new AccessLog.Entry("GET", route, route, status, Duration.ofMillis(3)));
    request.close();
    scope.close();
  }

  private long count(String message) {
    return log.lines().stream()
        .filter(line -> line.path("message").asText().equals(message))
        .count();
  }
}
