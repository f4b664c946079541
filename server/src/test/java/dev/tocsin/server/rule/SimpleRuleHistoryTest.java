package dev.tocsin.server.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tocsin.promql.Cancellation;
import dev.tocsin.promql.PromQl;
import dev.tocsin.promql.QueryLimits;
import dev.tocsin.promql.Value;
import dev.tocsin.promql.ast.Expr;
import dev.tocsin.series.Labels;
import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problem;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.ingest.MemorySeries;
import dev.tocsin.server.rule.SimpleRule.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Simple rules and the calendar over real series.
class SimpleRuleHistoryTest {
  private static final long NOW = Instant.parse("2026-11-27T12:00:00Z").toEpochMilli();
  private static final long WEEK = Duration.ofDays(7).toMillis();

  private final MemorySeries series = new MemorySeries();
  private final Problems problems = new Problems();

  private void sample(String metric, String job, long atMillis, double value) {
    try (var appender = series.appender()) {
      var labels = Labels.of("__name__", metric, "job", job);
      appender.append(appender.reference(labels), atMillis, value);
      appender.commit();
    }
  }

  private void factor(long atMillis, double value) {
    try (var appender = series.appender()) {
      var labels = Labels.of("__name__", KnownDays.FACTOR);
      appender.append(appender.reference(labels), atMillis, value);
      appender.commit();
    }
  }

  private List<Double> values(Expr expr, long atMillis) {
    var engine = new PromQl(QueryLimits.defaults());
    var value = engine.instant(series, expr, atMillis, Cancellation.none());
    return value instanceof Value.InstantVector(var samples)
        ? samples.stream().map(it -> it.value()).toList()
        : List.of();
  }

  private boolean fires(Kind kind, AlertCondition condition, String threshold, int seconds) {
    var signal =
        new SimpleRule.Signal(
            "level", kind, Map.of(), Duration.ofSeconds(seconds), "", List.of("job"));
    var test =
        new SimpleRule.Test(
            condition, new BigDecimal(threshold), Duration.ZERO, Duration.ofMinutes(1), null, 3);
    var notice = SimpleRule.Notice.of("P2", Duration.ZERO);
    var rule = new SimpleRule("Rule", "", signal, test, notice, true);
    return !values(PromQl.parse(rule.promQl()), NOW).isEmpty();
  }

  @Test
  void threeBadProbesInARowFireAndTwoDoNot() {
    double[] probes = {1, 1, 0, 0};
    for (int i = 0; i < probes.length; i++) {
      sample("level", "shop", NOW - 130_000 + i * 30_000L, probes[i]);
    }
    assertEquals(false, fires(Kind.CONSECUTIVE, AlertCondition.EQ, "0", 90));
    sample("level", "shop", NOW - 10_000, 0);
    assertEquals(true, fires(Kind.CONSECUTIVE, AlertCondition.EQ, "0", 90));
  }

  @Test
  void steadyGrowthFiresAndGrowthWithAFallDoesNot() {
    for (int i = 0; i <= 10; i++) {
      sample("level", "shop", NOW - 600_000 + i * 60_000L, i * 10);
    }
    assertEquals(true, fires(Kind.GROWTH, AlertCondition.GT, "50", 600));
    assertEquals(false, fires(Kind.GROWTH, AlertCondition.GT, "500", 600));
    for (int i = 1; i <= 10; i++) {
      sample("level", "shop", NOW + i * 60_000L, i == 5 ? 10 : 100 + i * 10);
    }
    var rule = "delta(level[10m]) > 50 and resets(level[10m]) == 0";
    assertEquals(List.of(), values(PromQl.parse(rule), NOW + 600_000));
  }

  @Test
  void absenceFiresWhenNothingCameWithinTheWindow() {
    sample("level", "shop", NOW - 400_000, 1);
    assertEquals(true, fires(Kind.ABSENCE, AlertCondition.EQ, "1", 300));
    assertEquals(false, fires(Kind.ABSENCE, AlertCondition.EQ, "1", 600));
  }

  @Test
  void aHeartbeatThatIsTooOldFires() {
    sample("level", "shop", NOW - 10_000, NOW / 1000.0 - 700);
    assertEquals(true, fires(Kind.AGE, AlertCondition.GT, "600", 60));
    assertEquals(false, fires(Kind.AGE, AlertCondition.GT, "800", 60));
  }

  /// Four weeks at about 100, of which one was a sale with six times as much.
  private void weeks(double now) {
    for (int week = 4; week >= 1; week--) {
      long at = NOW - week * WEEK - 60_000;
      boolean isSale = week == 2;
      factor(at, isSale ? 6 : 1);
      sample("level", "shop", at, (isSale ? 600 : 100) + week);
    }
    sample("level", "shop", NOW - 60_000, now);
  }

  @Test
  void aSpikeIsMeasuredAgainstTheSameHourOfPastWeeks() {
    weeks(350);
    factor(NOW - 60_000, 1);
    assertEquals(true, fires(Kind.SPIKE, AlertCondition.GT, "3", 3600));
    assertEquals(false, fires(Kind.SPIKE, AlertCondition.GT, "4", 3600));
  }

  @Test
  void onAKnownDayManyAreUsualAndAsManyAsOnOthersAreTooFew() {
    weeks(350);
    factor(NOW - 60_000, 6);
    assertEquals(false, fires(Kind.SPIKE, AlertCondition.GT, "3", 3600));
    assertEquals(true, fires(Kind.SPIKE, AlertCondition.LT, "0.7", 3600));
  }

  @Test
  void withoutHistoryNothingIsASpike() {
    sample("level", "shop", NOW - 60_000, 350);
    assertEquals(false, fires(Kind.SPIKE, AlertCondition.GT, "3", 3600));
  }

  private KnownDays calendar(String yaml) {
    return KnownDays.read(ConfigFile.parseLiteral("t.yml", yaml, problems));
  }

  private List<Double> factorAt(KnownDays calendar, String time) {
    var group = calendar.group(Instant.ofEpochMilli(NOW)).orElseThrow();
    return values(group.rules().getFirst().expr(), Instant.parse(time).toEpochMilli());
  }

  @Test
  void theCalendarKnowsItsDaysInItsZone() {
    var calendar =
        calendar(
            """
            time_zone: Europe/Berlin
            days:
            - {name: Black Friday, on: 2026-11-27, factor: 6}
            - {name: Christmas, on: 12-25, days: 2, factor: 0.25}
            """);
    assertEquals(List.of(), problems.list());
    assertEquals(List.of(1.0), factorAt(calendar, "2026-11-26T22:59:59Z"));
    assertEquals(List.of(6.0), factorAt(calendar, "2026-11-26T23:00:00Z"));
    assertEquals(List.of(6.0), factorAt(calendar, "2026-11-27T22:59:59Z"));
    assertEquals(List.of(1.0), factorAt(calendar, "2026-11-27T23:00:00Z"));
    assertEquals(List.of(0.25), factorAt(calendar, "2026-12-26T12:00:00Z"));
    assertEquals(List.of(0.25), factorAt(calendar, "2029-12-25T12:00:00Z"));
    assertEquals(List.of(1.0), factorAt(calendar, "2027-11-27T12:00:00Z"));
  }

  @Test
  void whatIsWrongInTheCalendarIsTold() {
    calendar("time_zone: Mars\ndays: [{name: x, on: 2026-13-01, factor: 2}, {name: y, on: 12-24}]");
    assertEquals(
        List.of(
            "t.yml:1:1: time_zone: \"Mars\" is unknown; write one such as Europe/Berlin",
            "t.yml:2:18: days[0].on: \"2026-13-01\" is no day; write 2026-11-27, or 12-24 for each"
                + " year",
            "t.yml:2:46: days[1].factor: is missing or not usable; write how many times an ordinary"
                + " day: 6"),
        problems.list().stream().map(Problem::toString).toList());
  }
}
