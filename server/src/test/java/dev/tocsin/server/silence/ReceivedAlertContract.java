package dev.tocsin.server.silence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.ManualClock;
import dev.tocsin.server.alert.AlertBook;
import dev.tocsin.server.alert.AlertChange;
import dev.tocsin.server.alert.AlertListener;
import dev.tocsin.server.alert.AlertOptions;
import dev.tocsin.server.alert.AlertState;
import dev.tocsin.server.alert.Mute;
import dev.tocsin.server.alert.ReceivedAlert;
import dev.tocsin.server.alert.ReceivedAlerts;
import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.route.MatcherText;
import dev.tocsin.server.route.RoutingOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What becomes of alerts that others raise, and what mutes them, on every database.
abstract class ReceivedAlertContract {
  private static final String ROUTING =
      """
      inhibit_rules:
        - source_matchers: [alertname=ClusterDown]
          target_matchers: ['severity=~"P[23]"']
          equal: [cluster]
      """;

  private final ManualClock clock = new ManualClock();
  private final List<String> told = new ArrayList<>();
  private final List<RuntimeException> faults = new ArrayList<>();
  private Database database;
  private AlertBook book;
  private ReceivedAlerts received;
  private Silences silences;
  private Windows windows;

  abstract Database database();

  @BeforeEach
  void open() {
    database = database();
    var problems = new Problems();
    var routing =
        RoutingOptions.read(ConfigFile.parse("t.yml", ROUTING, Map.of(), problems), List.of());
    problems.throwIfAny();
    AlertListener listener =
        (_, change) -> {
          if (!faults.isEmpty()) {
            throw faults.removeFirst();
          }
          told.add(text(change));
        };
    book =
        new AlertBook(database, AlertOptions.defaults(), List.of(listener), _ -> {}, clock)
            .mutedBy(new Mutes(routing, clock));
    received = book.received();
    silences = new Silences(database, book, received, clock);
    windows = new Windows(database, received, clock);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static String text(AlertChange change) {
    var kind = change instanceof AlertChange.Fired ? "fired " : "resolved ";
    return kind + change.alert().ruleName() + change.alert().label("instance");
  }

  private ReceivedAlert alert(String name, String... more) {
    var labels = new TreeMap<>(Map.of("alertname", name));
    for (int place = 0; place < more.length; place += 2) {
      labels.put(more[place], more[place + 1]);
    }
    long now = clock.millis();
    return new ReceivedAlert(
        ReceivedAlert.alertmanagerApi("http://prometheus.example/graph"),
        name,
        labels,
        Map.of("summary", "It is " + name),
        now,
        now + Duration.ofMinutes(5).toMillis());
  }

  private ReceivedAlert ended(ReceivedAlert alert) {
    return new ReceivedAlert(
        alert.sender(),
        alert.name(),
        alert.labels(),
        alert.annotations(),
        alert.startsAtMillis(),
        clock.millis());
  }

  private Silence silence(String matchers, Duration length) {
    long now = clock.millis();
    return silences.put(
        new Silences.Wanted(
            "", MatcherText.parse(matchers), "Ada", "we know", now, now + length.toMillis()));
  }

  @Test
  void anAlertIsStoredBeforeTheAnswerAndToldOnceHoweverOftenItComes() {
    received.take(List.of(alert("Down"), alert("Down")));
    assertEquals(1, book.active().size());
    assertEquals(List.of(), told);

    received.tick();
    received.take(List.of(alert("Down")));
    received.tick();

    assertEquals(List.of("fired Down"), told);
    var stored = book.active().getFirst();
    assertEquals("http://prometheus.example/graph", stored.details().generatorUrl());
    assertEquals("It is Down", stored.annotation("summary"));
  }

  @Test
  void anAlertEndsWhenItsSenderSaysSoOrSaysNothingForTooLong() {
    var first = alert("First");
    received.take(List.of(first, alert("Second")));
    received.tick();
    clock.advance(Duration.ofMinutes(1));
    received.take(List.of(ended(first)));
    received.tick();
    assertEquals(
        List.of("fired First", "fired Second", "resolved First"), told.stream().sorted().toList());

    clock.advance(Duration.ofMinutes(3));
    received.tick();
    received.take(List.of(alert("Second")));
    clock.advance(Duration.ofMinutes(4));
    received.tick();
    assertEquals(AlertState.FIRING, book.active().getFirst().state());
    clock.advance(Duration.ofMinutes(1));
    received.tick();
    assertEquals("resolved Second", told.getLast());
    assertEquals(2, book.resolvedWithin(Duration.ofHours(1), 10).size());
  }

  @Test
  void whatEndedBeforeAnybodyLookedIsToldWithItsEnd() {
    var alert = alert("Brief");
    received.take(List.of(alert));
    received.take(List.of(ended(alert)));
    received.tick();
    received.tick();
    assertEquals(List.of("fired Brief", "resolved Brief"), told);
    assertEquals(List.of(), book.open());
  }

  @Test
  void whatRanOutWhileTheServerWasDownIsToldWithItsEnd() {
    received.take(List.of(alert("Down")));
    clock.advance(Duration.ofHours(1));
    received.tick();
    received.tick();
    received.tick();
    assertEquals(List.of("fired Down", "resolved Down"), told);
  }

  @Test
  void theEndOfAnAlertThatWasToldIsToldAlsoWhenItsSeverityHasJustChanged() {
    received.take(List.of(alert("Down", "severity", "P2")));
    received.tick();
    var worse = alert("Down", "severity", "P1");
    received.take(List.of(worse));
    received.take(List.of(ended(worse)));
    received.tick();
    received.tick();
    assertEquals("resolved Down", told.getLast());
  }

  @Test
  void aFailureWhileTellingForgetsNothingAndTellsNothingTwice() {
    received.take(List.of(alert("Down")));
    faults.add(new IllegalStateException("the disk is full"));
    assertThrows(IllegalStateException.class, received::tick);

    received.tick();
    received.tick();
    assertEquals(List.of("fired Down"), told);
  }

  @Test
  void manySendersOfTheSameAlertsAtOnceMakeEachOnce() throws Exception {
    var alerts = IntStream.range(0, 300).mapToObj(it -> alert("A", "instance", "" + it)).toList();
    try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          IntStream.range(0, 6).mapToObj(_ -> senders.submit(() -> received.take(alerts))).toList();
      for (var one : all) {
        one.get();
      }
    }
    while (received.tick()) {}
    assertEquals(300, told.size());
  }

  @Test
  void theWorstIsToldFirst() {
    received.take(
        List.of(
            alert("Low", "severity", "P4"),
            alert("Worst", "severity", "P1"),
            alert("Middle", "severity", "warning")));
    received.tick();
    assertEquals(List.of("fired Worst", "fired Middle", "fired Low"), told);
  }

  @Test
  void aSilencedAlertIsStoredAndToldWhenTheSilenceEndsAndItStillFires() {
    var silence = silence("alertname=~\"Down|Up\", cluster!=b", Duration.ofMinutes(3));
    received.take(List.of(alert("Down"), alert("Other"), alert("Down", "cluster", "b")));
    received.tick();
    assertEquals(List.of("fired Down", "fired Other"), told.stream().sorted().toList());

    var muted = silences.muted(silence.id());
    assertEquals(1, muted.size());
    var mutes = book.mutes(book.active());
    assertEquals(Mute.Kind.SILENCE, mutes.get(muted.getFirst().alertId()).getFirst().kind());

    clock.advance(Duration.ofMinutes(3));
    received.tick();
    assertEquals(3, told.size());
    assertEquals("fired Down", told.getLast());
  }

  @Test
  void endingASilenceTellsAtOnceWhatItMuted() {
    var silence = silence("alertname=Down", Duration.ofHours(1));
    received.take(List.of(alert("Down")));
    received.tick();
    silences.expire(silence.id());
    received.tick();
    assertEquals(List.of("fired Down"), told);
    assertEquals(
        Silence.State.EXPIRED, silences.find(silence.id()).orElseThrow().state(clock.millis()));
  }

  @Test
  void theEndOfAnAlertThatWasToldIsToldAlsoWhenItIsSilenced() {
    var alert = alert("Down");
    received.take(List.of(alert));
    received.tick();
    silence("alertname=Down", Duration.ofHours(1));
    received.take(List.of(ended(alert)));
    received.tick();
    assertEquals(List.of("fired Down", "resolved Down"), told);
  }

  @Test
  void otherMatchersMakeANewSilenceAndEndTheOld() {
    var before = silence("alertname=Down", Duration.ofHours(1));
    long end = clock.millis() + Duration.ofHours(2).toMillis();
    var longer =
        silences.put(
            new Silences.Wanted(
                before.id(), before.matchers(), "Ada", "longer", before.startsAtMillis(), end));
    assertEquals(before.id(), longer.id());

    var other =
        silences.put(
            new Silences.Wanted(
                before.id(), MatcherText.parse("a=b"), "Ada", "other", clock.millis(), end));
    assertTrue(!other.id().equals(before.id()));
    assertEquals(
        Silence.State.EXPIRED, silences.find(before.id()).orElseThrow().state(clock.millis()));
  }

  @Test
  void aSilenceThatWouldMuteEverythingOrSaysNothingIsRefused() {
    long now = clock.millis();
    var wanted = new Silences.Wanted("", MatcherText.parse("a=~\".*\""), "", "", now, now - 1);
    var refusal = assertThrows(SilenceRefusal.class, () -> silences.put(wanted));
    assertEquals(5, refusal.errors().size(), refusal.errors().toString());
  }

  @Test
  void aPreviewShowsWhatWouldBeMuted() {
    received.take(List.of(alert("Down", "cluster", "a"), alert("Down", "cluster", "b")));
    assertEquals(1, silences.preview(MatcherText.parse("cluster=~\"a|c\"")).size());
  }

  @Test
  void anAlertThatFollowsFromAnotherIsToldOnlyWhenThatIsOver() {
    var source = alert("ClusterDown", "cluster", "a", "severity", "P1");
    received.take(
        List.of(
            source,
            alert("Slow", "cluster", "a", "severity", "P2"),
            alert("Slow", "cluster", "b", "severity", "P2", "instance", "b")));
    received.tick();
    assertEquals(List.of("fired ClusterDown", "fired Slowb"), told.stream().sorted().toList());

    received.take(List.of(ended(source)));
    received.tick();
    clock.advance(Duration.ofSeconds(10));
    received.tick();
    assertTrue(told.contains("fired Slow"), told.toString());
  }

  @Test
  void whileAKeyOfTheConfigurationIsMissingWhatNeedsItHangsUnderThatAlert() {
    received.take(List.of(alert("ConfigDrift", "key", "REDIS_URL", "job", "shop")));
    received.tick();
    received.take(
        List.of(
            alert("RedisConnectionLost", "service", "redis", "job", "shop"),
            alert("RedisConnectionLost", "service", "redis", "job", "other", "instance", "o"),
            alert("HealthCheckFailure", "service", "stripe-api")));
    received.tick();
    assertEquals(
        List.of("fired ConfigDrift", "fired HealthCheckFailure", "fired RedisConnectionLosto"),
        told.stream().sorted().toList());
    var source = book.active().stream().filter(it -> it.ruleName().equals("ConfigDrift")).findAny();
    var mutes = book.mutes(book.active()).values().stream().flatMap(List::stream).toList();
    assertEquals(1, mutes.size());
    assertEquals(source.orElseThrow().id(), mutes.getFirst().id());
  }

  @Test
  void aRecurringWindowMutesItsServicesWhileItIsOpen() {
    // The test's clock begins at an hour of its own; the window opens ten minutes later.
    var zone = java.time.ZoneOffset.UTC;
    var start = clock.instant().atZone(zone).plusMinutes(10);
    var end = start.plusMinutes(30);
    var text =
        "- times: [{start_time: \"%02d:%02d\", end_time: \"%02d:%02d\"}]"
            .formatted(start.getHour(), start.getMinute(), end.getHour(), end.getMinute());
    windows.put(
        new Windows.Wanted(
            "",
            new Windows.Words("database upgrade", "Ada", "monthly"),
            new Window.About(List.of(), List.of("checkout")),
            new Windows.Bounds(clock.millis(), clock.millis() + Duration.ofDays(30).toMillis()),
            text));
    assertTrue(!windows.isInMaintenance("checkout"));
    clock.advance(Duration.ofMinutes(11));
    assertTrue(windows.isInMaintenance("checkout"));
    received.take(List.of(alert("Down", "service", "checkout"), alert("Up", "service", "search")));
    received.tick();
    assertEquals(List.of("fired Up"), told);

    var alert = alert("Down", "service", "checkout");
    for (int minute = 0; minute < 30; minute++) {
      clock.advance(Duration.ofMinutes(1));
      received.take(
          List.of(
              new ReceivedAlert(
                  alert.sender(),
                  alert.name(),
                  alert.labels(),
                  alert.annotations(),
                  alert.startsAtMillis(),
                  clock.millis() + 300_000)));
      received.tick();
    }
    assertTrue(told.contains("fired Down"), told.toString());
    assertEquals(
        1, windows.all().getFirst().openings(clock.millis(), clock.millis() + 86_400_000L).size());
  }

  @Test
  void aWindowWithNothingToCoverOrBadTimesIsRefusedWithReasons() {
    var refusal =
        assertThrows(
            SilenceRefusal.class,
            () ->
                windows.put(
                    new Windows.Wanted(
                        "",
                        new Windows.Words("", "Ada", ""),
                        new Window.About(List.of(), List.of()),
                        new Windows.Bounds(2, 1),
                        "- weekdays: [noday]")));
    assertEquals(4, refusal.errors().size(), refusal.errors().toString());
  }
}
