package dev.tocsin.sdk.fallback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.OpsRequest;
import dev.tocsin.sdk.ops.Verdict;
import dev.tocsin.sdk.testkit.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FallbacksTest {

  private static final String KEY = "catalog.quote-cache.corrupt";
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final ManualClock clock = new ManualClock();
  private final Telemetry telemetry = new Telemetry();
  private final List<FallbackEvent> heard = new CopyOnWriteArrayList<>();
  private Fallbacks fallbacks = with(2, 10);

  private Fallbacks with(int keyLimit, int queueLimit) {
    return new Fallbacks(
        telemetry,
        new FallbackOptions(Duration.ofMinutes(5), Duration.ofMinutes(30), keyLimit, queueLimit),
        clock);
  }

  @AfterEach
  void close() {
    fallbacks.close();
  }

  private void raise(String key) {
    fallbacks.raise(key, FallbackSeverity.WARNING, "polling instead of streaming");
  }

  private List<FallbackEvent.Kind> kinds(int count) {
    Awaitility.await().until(() -> heard.size() >= count);
    return heard.stream().map(FallbackEvent::kind).toList();
  }

  private List<String> samples(String prefix) {
    return telemetry.scrape(null).body().lines().filter(line -> line.startsWith(prefix)).toList();
  }

  @Test
  void aKeyRemembersFirstAndLastSeenItsCountAndItsEnd() {
    fallbacks.raise(KEY, FallbackSeverity.INFO, "first", Map.of("stream", "s1"));
    clock.advance(Duration.ofMinutes(1));
    fallbacks.raise(KEY, FallbackSeverity.WARNING, "second", Map.of("stream", "s2"));

    FallbackStatus status = fallbacks.all().get(0);
    assertEquals(START, status.firstSeen());
    assertEquals(START.plusSeconds(60), status.lastSeen());
    assertEquals(2, status.count());
    assertEquals("second", status.latest().message());
    assertTrue(status.active());
    assertEquals(List.of("fallback_active{key=\"" + KEY + "\"} 1.0"), samples("fallback_active{"));

    fallbacks.resolve(KEY);
    assertEquals(START.plusSeconds(60), fallbacks.all().get(0).resolvedAt());
    assertEquals(List.of(), fallbacks.active());
    assertEquals(List.of("fallback_active{key=\"" + KEY + "\"} 0.0"), samples("fallback_active{"));
    assertEquals(
        List.of("fallback_notifications_total{key=\"" + KEY + "\"} 2.0"),
        samples("fallback_notifications_total{"));
  }

  @Test
  void listenersHearOncePerDedupWindowAndAtOnceWhenItGetsWorse() {
    fallbacks.addListener(heard::add);
    raise(KEY);
    clock.advance(Duration.ofMinutes(5).minusNanos(1));
    raise(KEY);
    clock.advance(Duration.ofNanos(1));
    raise(KEY);
    fallbacks.raise(KEY, FallbackSeverity.CRITICAL, "worse");
    fallbacks.resolve(KEY);
    fallbacks.resolve(KEY);
    raise(KEY);

    assertEquals(
        List.of(
            FallbackEvent.Kind.RAISED,
            FallbackEvent.Kind.REPEATED,
            FallbackEvent.Kind.RAISED,
            FallbackEvent.Kind.RESOLVED,
            FallbackEvent.Kind.RAISED),
        kinds(5));
    assertEquals(3, heard.get(1).status().count());
    assertEquals(1, heard.get(4).status().count());
  }

  @Test
  void aKeyThatNobodyRaisesAnyMoreIsResolvedByItself() {
    fallbacks.addListener(heard::add);
    raise(KEY);
    clock.advance(Duration.ofMinutes(30));

    assertEquals(List.of(FallbackEvent.Kind.RAISED, FallbackEvent.Kind.RESOLVED), kinds(2));
    assertEquals(List.of(), fallbacks.active());
  }

  @Test
  void aListenerThatThrowsIsCountedAndTheOthersHearAllTheSame() {
    fallbacks.addListener(
        event -> {
          throw new IOException("no route to host");
        });
    fallbacks.addListener(heard::add);
    raise(KEY);

    assertEquals(List.of(FallbackEvent.Kind.RAISED), kinds(1));
    assertEquals(
        List.of("fallback_emit_failures_total{reason=\"listener\"} 1.0"),
        samples("fallback_emit_failures_total{"));
  }

  @Test
  void aListenerThatHangsDelaysNobodyAndWhatIsLostIsCounted() throws InterruptedException {
    fallbacks = with(100, 1);
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    fallbacks.addListener(
        event -> {
          hanging.countDown();
          release.await();
        });
    raise("ads.viewer-controls.a");
    assertTrue(hanging.await(10, TimeUnit.SECONDS));
    raise("ads.viewer-controls.b");
    raise("ads.viewer-controls.c");
    raise("ads.viewer-controls.d");
    release.countDown();

    assertEquals(4, fallbacks.active().size());
    assertEquals(
        List.of("fallback_emit_failures_total{reason=\"queue_full\"} 2.0"),
        samples("fallback_emit_failures_total{"));
  }

  @Test
  void aBadKeyBreaksNobodyAndIsCounted() {
    for (String key : List.of("", "one", "Upper.case", "a..b", "a.b.", "a b.c", "x.".repeat(80))) {
      raise(key);
    }
    assertEquals(List.of(), fallbacks.all());
    assertEquals(
        List.of("fallback_emit_failures_total{reason=\"bad_key\"} 7.0"),
        samples("fallback_emit_failures_total{"));
  }

  @Test
  void keysAreBoundedAndResolvedOnesMakeRoom() {
    raise("a.one");
    raise("a.two");
    raise("a.three");
    assertEquals(
        List.of("fallback_emit_failures_total{reason=\"key_limit\"} 1.0"),
        samples("fallback_emit_failures_total{"));

    fallbacks.resolve("a.one");
    raise("a.three");
    assertEquals(
        List.of("a.two", "a.three"), fallbacks.all().stream().map(FallbackStatus::key).toList());
  }

  @Test
  void textIsCutAndSecretsAreReplaced() {
    fallbacks.raise(
        KEY,
        FallbackSeverity.INFO,
        "m".repeat(600),
        Map.of("apiKey", "sk_live_1", "currency", "E".repeat(300)));

    FallbackNotification kept = fallbacks.all().get(0).latest();
    assertEquals(FallbackNotification.MAX_MESSAGE_LENGTH, kept.message().length());
    assertEquals("[redacted]", kept.context().get("apiKey"));
    assertEquals(200, kept.context().get("currency").length());
  }

  private static DegradedMode images(PageThresholds thresholds) {
    return new DegradedMode(
        "images.placeholder.*",
        "media",
        "serve placeholders",
        thresholds,
        LocalDate.of(2026, 6, 1));
  }

  @Test
  void aDeclaredModeIsAmberUntilItsThresholdForPagingAndRedFromThereOn() {
    fallbacks.declare(images(new PageThresholds(Duration.ofMinutes(10), 3L)));
    FallbackBlock block = new FallbackBlock(fallbacks);
    assertEquals(Verdict.GREEN, block.collect().verdict());

    raise("images.placeholder.processor-down");
    BlockReport amber = block.collect();
    assertEquals(Verdict.AMBER, amber.verdict());
    assertEquals(
        List.of("images.placeholder.processor-down: polling instead of streaming"),
        amber.reasons());

    clock.advance(Duration.ofMinutes(10).minusNanos(1));
    assertEquals(Verdict.AMBER, block.collect().verdict());
    clock.advance(Duration.ofNanos(1));
    assertEquals(Verdict.RED, block.collect().verdict());

    fallbacks.resolve("images.placeholder.processor-down");
    assertEquals(Verdict.GREEN, block.collect().verdict());
    raise("images.placeholder.processor-down");
    raise("images.placeholder.processor-down");
    assertEquals(Verdict.AMBER, block.collect().verdict());
    raise("images.placeholder.processor-down");
    assertEquals(Verdict.RED, block.collect().verdict());
  }

  @Test
  void aReviewThatIsOverdueShows() {
    fallbacks.declare(images(PageThresholds.degradeOnly()));
    clock.advance(Duration.ofDays(151));
    assertEquals(Verdict.GREEN, new FallbackBlock(fallbacks).collect().verdict());
    clock.advance(Duration.ofDays(1));
    BlockReport report = new FallbackBlock(fallbacks).collect();
    assertEquals(Verdict.AMBER, report.verdict());
    assertEquals(
        List.of("images.placeholder.*: its review by media was due on 2026-06-01"),
        report.reasons());
  }

  @Test
  void aModeDeclaredTwiceOrWithoutOwnerIsAMistakeOfTheStart() {
    fallbacks.declare(images(PageThresholds.degradeOnly()));
    assertThrows(
        IllegalArgumentException.class,
        () -> fallbacks.declare(images(PageThresholds.degradeOnly())));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new DegradedMode(
                "a.b", " ", "fail_open", PageThresholds.atOnce(), LocalDate.of(2026, 6, 1)));
  }

  @Test
  void theEndpointTellsWhatIsActiveRecentAndDeclared() throws IOException {
    fallbacks.declare(images(PageThresholds.atOnce()));
    raise("images.placeholder.timeout");
    raise(KEY);
    fallbacks.resolve(KEY);

    FallbackEndpoint endpoint = new FallbackEndpoint(fallbacks);
    JsonNode body =
        new ObjectMapper()
            .readTree(endpoint.answer(new OpsRequest(Map.of(), Map.of(), "", "operator")).body());
    assertEquals("GET /ops/fallbacks", endpoint.method() + " " + endpoint.path());
    JsonNode active = body.get("active").get(0);
    assertEquals("images.placeholder.timeout", active.get("key").asText());
    assertEquals("media", active.get("owner").asText());
    assertTrue(active.get("paging").asBoolean());
    assertEquals("2026-01-01T00:00:00Z", active.get("firstSeen").asText());
    assertEquals(KEY, body.get("recent").get(0).get("key").asText());
    assertFalse(body.get("recent").get(0).get("resolvedAt").isNull());
    assertEquals(0, body.get("declared").get(0).get("pageAfterSeconds").asInt());
  }
}
