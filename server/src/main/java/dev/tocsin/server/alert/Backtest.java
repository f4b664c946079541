package dev.tocsin.server.alert;

import dev.tocsin.promql.InstantSample;
import dev.tocsin.promql.RangeSeries;
import dev.tocsin.promql.Value;
import dev.tocsin.promql.ast.Expr;
import dev.tocsin.series.Labels;
import dev.tocsin.server.rule.AlertRule;
import dev.tocsin.server.rule.RuleEvaluation;
import dev.tocsin.server.rule.RuleFailure;
import dev.tocsin.server.rule.RuleGroup;
import dev.tocsin.server.rule.RuleOutcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Replays stored history against a rule: how often it would have fired, for how long, and how many
/// of its firings met real trouble. The rule takes the same course as in the [AlertBook], with its
/// hold time, its recovery threshold and its patience for missing data.
public final class Backtest {
  /// The longest history that is replayed.
  public static final Duration LONGEST = Duration.ofDays(90);

  private static final int MOST_STEPS = 10_000;
  private static final int MOST_FIRINGS = 1_000;

  /// A firing counts for a trouble that began so much later: it was early, which is good.
  private static final Duration EARLY = Duration.ofMinutes(15);

  private final RangeQuery query;
  private final Troubles troubles;
  private final InstantSource clock;

  /// Evaluates an expression at each step of a time, both ends inclusive.
  @FunctionalInterface
  public interface RangeQuery {
    Value range(Expr expr, long startMillis, long endMillis, long stepMillis);
  }

  /// Knows what really went wrong.
  @FunctionalInterface
  public interface Troubles {
    List<Trouble> between(long fromMillis, long toMillis);
  }

  /// Something that really went wrong.
  public record Trouble(String title, long fromMillis, long toMillis) {}

  /// An alert that would have fired.
  ///
  /// @param untilMillis when it would have resolved; the end of the history if it would not
  /// @param met whether there was real trouble at that time
  public record Firing(Map<String, String> labels, long fromMillis, long untilMillis, boolean met) {
    public Duration length() {
      return Duration.ofMillis(untilMillis - fromMillis);
    }
  }

  /// Which history was replayed.
  public record Span(long fromMillis, long toMillis, Duration step) {}

  /// What came of it.
  ///
  /// @param firings in order of time, at most 1,000
  /// @param troubles how many real troubles there were
  /// @param found how many of them met a firing
  public record Report(String rule, Span span, List<Firing> firings, int troubles, int found) {
    public Report {
      firings = List.copyOf(firings);
    }

    public int fired() {
      return firings.size();
    }

    /// How long at least one alert would have fired for, added over alerts.
    public Duration total() {
      return firings.stream().map(Firing::length).reduce(Duration.ZERO, Duration::plus);
    }

    /// The share of firings that met real trouble, from 0 to 1; NaN if it never fired.
    public double precision() {
      long met = firings.stream().filter(Firing::met).count();
      return firings.isEmpty() ? Double.NaN : (double) met / firings.size();
    }
  }

  public Backtest(RangeQuery query, Troubles troubles, InstantSource clock) {
    this.query = query;
    this.troubles = troubles;
    this.clock = clock;
  }

  /// Replays the last time before now.
  ///
  /// @param group which the rule is of
  /// @throws RuleFailure if the rule cannot be evaluated
  public Report replay(AlertRule rule, RuleGroup group, Duration time) {
    long to = clock.millis();
    long from = to - time.toMillis();
    long step = Math.max(group.interval().toMillis(), Math.ceilDiv(time.toMillis(), MOST_STEPS));
    var history = new History(from, to, step);
    var evaluation = new RuleEvaluation(history::at);
    var rehearsal = AlertRehearsal.asOnServer();
    var open = new LinkedHashMap<String, Alert>();
    var firings = new ArrayList<Firing>();
    for (long at = from; at <= to && firings.size() < MOST_FIRINGS; at += step) {
      var outcome = evaluation.alert(rule, group, at);
      if (outcome.result() instanceof RuleOutcome.Result.Failed(var reason)) {
        throw new RuleFailure(reason);
      }
      rehearsal.evaluated(outcome);
      note(rehearsal.firing(rule.name()), at, open, firings);
    }
    open.values().forEach(alert -> firings.add(firing(alert, to)));
    return report(rule.name(), new Span(from, to, Duration.ofMillis(step)), firings);
  }

  private static void note(
      List<Alert> firing, long atMillis, Map<String, Alert> open, List<Firing> firings) {
    var now = new HashMap<String, Alert>();
    firing.forEach(alert -> now.put(alert.fingerprint(), alert));
    open.values()
        .removeIf(
            alert -> {
              boolean ended = !now.containsKey(alert.fingerprint());
              if (ended) {
                firings.add(firing(alert, atMillis));
              }
              return ended;
            });
    now.forEach(open::putIfAbsent);
  }

  private static Firing firing(Alert alert, long untilMillis) {
    return new Firing(alert.labels(), alert.firedAtMillis(), untilMillis, false);
  }

  private Report report(String name, Span span, List<Firing> firings) {
    var real = troubles.between(span.fromMillis(), span.toMillis());
    var judged =
        firings.stream()
            .map(
                it ->
                    new Firing(
                        it.labels(),
                        it.fromMillis(),
                        it.untilMillis(),
                        real.stream().anyMatch(trouble -> meets(it, trouble))))
            .sorted(Comparator.comparingLong(Firing::fromMillis))
            .toList();
    int found =
        (int)
            real.stream()
                .filter(trouble -> firings.stream().anyMatch(it -> meets(it, trouble)))
                .count();
    return new Report(name, span, judged, real.size(), found);
  }

  private static boolean meets(Firing firing, Trouble trouble) {
    return firing.fromMillis() <= trouble.toMillis()
        && firing.untilMillis() + EARLY.toMillis() >= trouble.fromMillis();
  }

  /// Expressions over the whole history, each asked for once.
  private final class History {
    private final long from;
    private final long to;
    private final long step;
    private final Map<String, Map<Long, List<InstantSample>>> known = new HashMap<>();

    History(long from, long to, long step) {
      this.from = from;
      this.to = to;
      this.step = step;
    }

    /// @param atMillis may lie a query offset before a step
    Value at(Expr expr, long atMillis) {
      var key = expr + " " + Math.floorMod(atMillis - from, step);
      var samples = known.computeIfAbsent(key, _ -> ask(expr, atMillis));
      return new Value.InstantVector(samples.getOrDefault(atMillis, List.of()));
    }

    private Map<Long, List<InstantSample>> ask(Expr expr, long atMillis) {
      long shift = Math.floorMod(atMillis - from, step);
      long first = shift == 0 ? from : from - step + shift;
      var times = new HashMap<Long, List<InstantSample>>();
      if (query.range(expr, first, to, step) instanceof Value.RangeMatrix(var all)) {
        all.forEach(series -> spread(series, times));
      }
      return times;
    }

    private static void spread(RangeSeries series, Map<Long, List<InstantSample>> times) {
      Labels labels = series.labels();
      for (int i = 0; i < series.size(); i++) {
        long at = series.timestampsMillis()[i];
        times
            .computeIfAbsent(at, _ -> new ArrayList<>())
            .add(new InstantSample(labels, at, series.values()[i]));
      }
    }
  }
}
