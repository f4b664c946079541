package dev.tocsin.server.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.promql.Cancellation;
import dev.tocsin.promql.PromQl;
import dev.tocsin.promql.QueryLimits;
import dev.tocsin.promql.RangeWindow;
import dev.tocsin.series.Labels;
import dev.tocsin.server.ManualClock;
import dev.tocsin.server.alert.Backtest.Trouble;
import dev.tocsin.server.ingest.MemorySeries;
import dev.tocsin.server.rule.AlertRule;
import dev.tocsin.server.rule.RuleGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BacktestTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private final ManualClock clock = new ManualClock();
  private final MemorySeries series = new MemorySeries();
  private final List<Trouble> troubles = new ArrayList<>();
  private long start;

  /// An hour of a queue: deep from minute 10 to 20, for one minute at 30, and from 50 on; between
  /// 15 and 17 there are no samples at all.
  @BeforeEach
  void fill() {
    start = clock.millis();
    clock.advance(HOUR);
    try (var appender = series.appender()) {
      long reference = appender.reference(Labels.of("__name__", "depth", "queue", "mail"));
      for (int second = 0; second <= 3600; second += 30) {
        int minute = second / 60;
        boolean deep = (minute >= 10 && minute < 20) || minute == 30 || minute >= 50;
        if (minute < 15 || minute >= 17) {
          appender.append(reference, start + second * 1000L, deep ? 150 : 50);
        }
      }
      appender.commit();
    }
  }

  private Backtest.Report replay(String hold, Map<String, String> annotations) {
    var engine = new PromQl(QueryLimits.defaults());
    var backtest =
        new Backtest(
            (expr, from, to, step) ->
                engine.range(series, expr, new RangeWindow(from, to, step), Cancellation.none()),
            (_, _) -> troubles,
            clock);
    var rule =
        new AlertRule(
            "g",
            "Deep",
            PromQl.parse("depth > 100"),
            "depth > 100",
            Duration.parse(hold),
            Duration.ZERO,
            Map.of("severity", "P2"),
            annotations,
            "r.yml:1");
    var group = new RuleGroup("r.yml", "g", Duration.ofSeconds(30), 10, List.of(rule));
    return backtest.replay(rule, group, HOUR);
  }

  @Test
  void tellsHowOftenARuleWouldHaveFiredAndForHowLong() {
    var report = replay("PT0S", Map.of());
    assertEquals(
        List.of(Duration.ofMinutes(10), Duration.ofMinutes(1), Duration.ofMinutes(10)),
        report.firings().stream().map(Backtest.Firing::length).toList());
    assertEquals(start + 600_000, report.firings().getFirst().fromMillis());
    assertEquals(Duration.ofMinutes(21), report.total());
    assertEquals("mail", report.firings().getFirst().labels().get("queue"));
  }

  @Test
  void aHoldTimeLeavesTheShortOneOut() {
    var report = replay("PT2M", Map.of());
    assertEquals(
        List.of(Duration.ofMinutes(8), Duration.ofMinutes(8)),
        report.firings().stream().map(Backtest.Firing::length).toList());
  }

  @Test
  void aRecoveryThresholdIsReplayedToo() {
    var report = replay("PT0S", Map.of(AlertRule.KEEP_FIRING_WHILE, "depth > 40"));
    assertEquals(1, report.fired());
    assertEquals(Duration.ofMinutes(50), report.total());
  }

  @Test
  void firingsAreHeldAgainstRealTroubles() {
    troubles.add(new Trouble("The mail server is down", start + 700_000, start + 900_000));
    troubles.add(new Trouble("The shop is slow", start + 2_900_000, start + 2_950_000));
    var report = replay("PT0S", Map.of());
    assertEquals(
        List.of(true, false, false), report.firings().stream().map(it -> it.met()).toList());
    assertEquals(1 / 3.0, report.precision(), 1e-9);
    assertEquals(2, report.troubles());
    assertEquals(1, report.found());
    assertTrue(Double.isNaN(replay("PT1H", Map.of()).precision()));
  }
}
