package dev.tocsin.server.statuspage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.ManualClock;
import dev.tocsin.server.incident.AttachedAlert;
import dev.tocsin.server.incident.Incident;
import dev.tocsin.server.incident.IncidentStatus;
import dev.tocsin.server.incident.Severity;
import dev.tocsin.server.incident.TimelineEntry;
import dev.tocsin.server.probe.UptimeDay;
import dev.tocsin.server.route.Plan;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicViewTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

  private static PublicService service(PublicState state) {
    return new PublicService(
        state.name(),
        "",
        new PublicService.Current(state, 1, OptionalInt.empty()),
        new PublicService.Uptime(OptionalDouble.empty(), List.of()));
  }

  private static Incident incident(String title, @Nullable String alertKey) {
    var alert =
        new AttachedAlert(
            "f",
            "PaymentsFail",
            Map.of("instance", "db-eu", "severity", "P1", "category", "fail"),
            Map.of(),
            0.25,
            1,
            0);
    var lines =
        List.of(
            new TimelineEntry(1, TimelineEntry.OPENED, "db-eu broke", null),
            new TimelineEntry(2, TimelineEntry.ALERT_FIRED, "Alert fired, value 0.25", null),
            new TimelineEntry(3, TimelineEntry.NOTE, "ask Bob", "Ada"),
            new TimelineEntry(4, TimelineEntry.STATUS, "MONITORING: looks better", "Ada"),
            new TimelineEntry(5, TimelineEntry.RESOLVED, "Resolved: all alerts recovered", null));
    return new Incident(
        "id",
        title,
        "secret",
        Severity.P1,
        IncidentStatus.MONITORING,
        List.of("pay"),
        lines,
        1,
        0,
        null,
        "user-1",
        2,
        alertKey,
        "secret cause",
        null,
        "https://inside.example",
        true,
        List.of(alert),
        1,
        1,
        null,
        Plan.usual());
  }

  private static PublicIncident shown(String title, @Nullable String alertKey) {
    return PublicIncident.of(incident(title, alertKey), name -> "Card payments");
  }

  @ParameterizedTest
  @CsvSource({
    "OPERATIONAL, OPERATIONAL, OPERATIONAL",
    "OPERATIONAL, UNKNOWN, UNKNOWN",
    "UNKNOWN, DEGRADED, DEGRADED",
    "DEGRADED, DOWN, OUTAGE"
  })
  void theBannerIsTheWorstOfTheServices(PublicState one, PublicState other, Overall expected) {
    assertEquals(expected, Overall.of(List.of(service(one), service(other)), List.of()));
  }

  @Test
  void anIncidentMakesTheBannerYellowButNeverRed() {
    var open = List.of(shown("Payments are refused", null));
    assertEquals(Overall.DEGRADED, Overall.of(List.of(service(PublicState.OPERATIONAL)), open));
    assertEquals(Overall.OUTAGE, Overall.of(List.of(service(PublicState.DOWN)), open));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PaymentsFail on db-eu", "db-eu is gone", "25 % of payments are lost"})
  void aTitleThatRepeatsWhatAnAlertSaysIsReplaced(String title) {
    assertEquals(
        "Trouble with Card payments", shown(title, "PaymentsFail/pay-api").headline().title());
    assertEquals(title, shown(title, null).headline().title(), "a person wrote it");
  }

  @Test
  void aTitleWithoutSuchThingsStays() {
    assertEquals("Cards fail", shown("Cards fail", "PaymentsFail/pay-api").headline().title());
  }

  @Test
  void theTimelineKeepsWhatIsForEverybody() {
    var texts = shown("x", "k").lines().stream().map(PublicIncident.Line::text).toList();
    assertEquals(
        List.of("We are looking into it.", "Monitoring: looks better", "Resolved."), texts);
    assertFalse(shown("x", "k").toString().contains("secret"));
  }

  @ParameterizedTest
  @CsvSource({"0,0,0,NONE", "9,9,0,GOOD", "9,8,1,WARN", "1000,999,0,WARN", "9,8,0,BAD"})
  void aDayIsAsGoodAsItsChecks(int total, int up, int degraded, PublicDay.Level expected) {
    assertEquals(expected, PublicDay.of(new UptimeDay(DAY, total, up, degraded)).level());
  }

  @Test
  void theUptimeLineBreaksWhereNobodyChecked() {
    var days = new ArrayList<PublicDay>();
    for (int checks : new int[] {0, 5, 5, 0, 5}) {
      days.add(PublicDay.of(new UptimeDay(DAY, checks, checks, 0)));
    }
    var chart = new UptimeChart(days);
    assertEquals("M10 1.0L15 1.0L25 1.0L30 1.0M40 1.0L45 1.0L50 1.0", chart.line());
    assertTrue(chart.area().endsWith("V40H40Z"), chart.area());
    assertEquals("", new UptimeChart(List.of()).line());
  }

  @Test
  void aCrowdHasOneMadeForAllOfIt() throws Exception {
    var made = new AtomicInteger();
    var release = new CountDownLatch(1);
    var kept =
        new Kept<>(
            () -> {
              release.await();
              return made.incrementAndGet();
            },
            Duration.ofSeconds(1),
            new ManualClock());
    try (var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<java.util.concurrent.Future<Integer>>();
      for (int i = 0; i < 50; i++) {
        answers.add(crowd.submit(kept::get));
      }
      release.countDown();
      for (var answer : answers) {
        assertEquals(1, answer.get());
      }
    }
  }

  @Test
  void aFailureIsSharedAndTriedAgainLater() {
    var clock = new ManualClock();
    var tries = new AtomicInteger();
    var kept =
        new Kept<>(
            () -> {
              if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("no database");
              }
              return "here";
            },
            Duration.ofSeconds(1),
            clock);
    assertThrows(IllegalStateException.class, kept::get);
    assertThrows(IllegalStateException.class, kept::get);
    assertEquals(1, tries.get());
    clock.advance(Duration.ofSeconds(1));
    assertEquals("here", kept.get());
  }
}
