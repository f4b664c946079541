package dev.tocsin.server.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.ManualClock;
import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What holds for the services on every database.
abstract class ServiceStatusesContract {
  private final ManualClock clock = new ManualClock();
  private final List<StatusChange> changes = new ArrayList<>();
  private Database database;
  private ServiceStatuses statuses;

  abstract Database open();

  @BeforeEach
  void start() {
    database = open();
    statuses = restarted("");
  }

  @AfterEach
  void stop() {
    database.close();
  }

  private ServiceStatuses restarted(String more) {
    var fresh = new ServiceStatuses(database, clock, new Ids(clock));
    fresh.listen(changes::add);
    fresh.declare(
        options(
            """
            services:
              - {name: redis, tcp: "localhost:1"}
              - {name: api-server, http: "http://localhost/"}
              - {name: by-hand}
            """
                + more));
    return fresh;
  }

  private static ProbeOptions options(String text) {
    var problems = new Problems();
    var options = ProbeOptions.read(ConfigFile.parse("tocsin.yml", text, Map.of(), problems));
    problems.throwIfAny();
    return options;
  }

  private void check(ServiceStatus status, String detail) {
    statuses.checked("redis", new CheckResult(status, 12, true, detail), true);
  }

  private ServiceState redis() {
    return statuses.find("redis").orElseThrow();
  }

  @Test
  void servicesAreListedByNameWithWhatIsKnownOfThem() {
    assertEquals(
        List.of("api-server", "by-hand", "redis"),
        statuses.list().stream().map(ServiceState::name).toList());
    assertTrue(statuses.exists("redis"));
    assertFalse(statuses.exists("unknown"));
    assertEquals("Redis", statuses.displayName("redis"));
    assertEquals("unknown", statuses.displayName("unknown"));
    assertEquals(0, redis().current().lastCheckedAtMillis());
    assertEquals(100.0, redis().uptime().percentage());
  }

  @Test
  void aCheckUpdatesTheRowAndTheFirstOneIsATransitionFromNothing() {
    check(ServiceStatus.UP, "");
    var current = redis().current();
    assertEquals(ServiceStatus.UP, current.status());
    assertEquals(12, current.latencyMillis());
    assertEquals(clock.millis(), current.lastCheckedAtMillis());
    assertEquals(clock.millis(), current.sinceMillis());
    assertEquals(
        List.of(new StatusChange("redis", null, ServiceStatus.UP, clock.millis(), "")), changes);
  }

  @Test
  void statusChangesAreStoredWithTimeAndReason() {
    check(ServiceStatus.UP, "");
    long first = clock.millis();
    clock.advance(Duration.ofMinutes(1));
    check(ServiceStatus.UP, "");
    clock.advance(Duration.ofMinutes(1));
    check(ServiceStatus.DOWN, "it says \"no\"");
    long second = clock.millis();
    clock.advance(Duration.ofMinutes(1));
    check(ServiceStatus.DOWN, "still");

    assertEquals(
        List.of(
            new StatusTransition(ServiceStatus.UP, ServiceStatus.DOWN, second, "it says \"no\""),
            new StatusTransition(null, ServiceStatus.UP, first, "")),
        statuses.transitions("redis", 10));
    assertEquals(1, statuses.transitions("redis", 1).size());
    assertEquals(second, redis().current().sinceMillis());
    assertEquals("still", redis().current().detail());
    assertEquals(2, changes.size());
  }

  @Test
  void aServiceThatDoesNotAnswerHasNoLatency() {
    check(ServiceStatus.UP, "");
    statuses.checked("redis", CheckResult.unreachable(5_000, "no answer"), true);
    assertNull(redis().current().latencyMillis());
    assertEquals(ServiceStatus.DOWN, redis().status());
  }

  @Test
  void aBadCheckThatIsNotConfirmedCountsButChangesNothing() {
    check(ServiceStatus.UP, "");
    var bad = CheckResult.unreachable(5_000, "no answer");
    assertEquals(ServiceStatus.UP, statuses.checked("redis", bad, false));
    assertEquals(50.0, redis().uptime().percentage());
    assertEquals(1, changes.size());
  }

  @Test
  void theUptimeIsThatOfNinetyDaysAndOldChecksLeaveIt() {
    check(ServiceStatus.DOWN, "bad");
    clock.advance(Duration.ofDays(1));
    check(ServiceStatus.UP, "");
    check(ServiceStatus.UP, "");
    check(ServiceStatus.DEGRADED, "slow");
    assertEquals(50.0, redis().uptime().percentage());

    clock.advance(Duration.ofDays(88));
    assertEquals(50.0, redis().uptime().percentage());
    clock.advance(Duration.ofDays(1));
    assertEquals(66.67, redis().uptime().percentage(), 0.01);
    clock.advance(Duration.ofDays(1));
    assertEquals(100.0, redis().uptime().percentage());
  }

  @Test
  void theUptimeIsTheSameAfterARestartAndStandsInTheRow() {
    check(ServiceStatus.DOWN, "bad");
    check(ServiceStatus.UP, "");
    check(ServiceStatus.UP, "");
    statuses = restarted("");
    assertEquals(66.67, redis().uptime().percentage(), 0.01);
    double column =
        database.read(
            handle ->
                handle
                    .createQuery(
                        "SELECT uptime_percentage FROM service_statuses"
                            + " WHERE service_name = 'redis'")
                    .mapTo(Double.class)
                    .one());
    assertEquals(66.67, column);
  }

  @Test
  void slowChecksCountAsUpWhenTheConfigurationSaysSo() {
    check(ServiceStatus.DEGRADED, "slow");
    assertEquals(0.0, redis().uptime().percentage());
    statuses = restarted("degraded_counts_as_up: true\n");
    assertEquals(100.0, redis().uptime().percentage());
  }

  @Test
  void eachOfNinetyDaysIsThereAndADayWithoutChecksHasNoData() {
    check(ServiceStatus.UP, "");
    clock.advance(Duration.ofDays(2));
    check(ServiceStatus.DOWN, "bad");
    check(ServiceStatus.DEGRADED, "slow");

    var days = redis().uptime().days();
    assertEquals(90, days.size());
    var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    assertEquals(new UptimeDay(today, 2, 0, 1), days.get(89));
    assertEquals(1, days.get(89).down());
    assertEquals(new UptimeDay(today.minusDays(1), 0, 0, 0), days.get(88));
    assertEquals(OptionalDouble.empty(), days.get(88).percentage(false));
    assertEquals(OptionalDouble.of(100), days.get(87).percentage(false));
    assertEquals(OptionalDouble.of(50), days.get(89).percentage(true));
    assertEquals(today.minusDays(89), days.getFirst().day());
  }

  @Test
  void aStatusThatIsNoLongerCheckedIsStale() {
    check(ServiceStatus.UP, "");
    assertFalse(redis().isStale(clock.millis()));
    clock.advance(Duration.ofSeconds(95));
    assertFalse(redis().isStale(clock.millis()));
    clock.advance(Duration.ofSeconds(1));
    assertTrue(redis().isStale(clock.millis()));
    assertTrue(statuses.find("api-server").orElseThrow().isStale(clock.millis()));
    assertFalse(statuses.find("by-hand").orElseThrow().isStale(clock.millis()));
  }

  @Test
  void aServiceThatIsTakenOutLeavesTheListAndReturnsWithItsHistory() {
    check(ServiceStatus.DOWN, "bad");
    statuses.declare(options("services: [{name: api-server}]"));
    assertEquals(List.of("api-server"), statuses.list().stream().map(ServiceState::name).toList());
    assertFalse(statuses.exists("redis"));
    assertNull(statuses.checked("redis", CheckResult.answered(1, ""), true));
    statuses = restarted("");
    assertEquals(0.0, redis().uptime().percentage());
    assertEquals(ServiceStatus.DOWN, redis().status());
  }

  @Test
  void historyOlderThanItIsKeptIsRemovedButTheLastChangeStays() {
    check(ServiceStatus.DOWN, "bad");
    check(ServiceStatus.UP, "");
    long since = clock.millis();
    clock.advance(Duration.ofDays(500));
    check(ServiceStatus.UP, "");
    assertEquals(since, redis().current().sinceMillis());
    long days =
        database.read(
            handle ->
                handle.createQuery("SELECT COUNT(*) FROM service_days").mapTo(Long.class).one());
    assertEquals(1, days);
  }

  @Test
  void whatIsPlannedChangesTheStatusAndNotTheUptime() {
    statuses.checked("redis", CheckResult.answered(1, ""), true);
    statuses.leaveOut("redis"::equals);
    statuses.checked("redis", CheckResult.unreachable(5_000, "no answer"), true);
    var state = statuses.find("redis").orElseThrow();
    assertEquals(ServiceStatus.DOWN, state.current().status());
    assertEquals(100, state.uptime().percentage());

    statuses.leaveOut(_ -> false);
    statuses.checked("redis", CheckResult.unreachable(5_000, "no answer"), true);
    assertEquals(50, statuses.find("redis").orElseThrow().uptime().percentage());
  }
}
