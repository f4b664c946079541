package dev.tocsin.server.alert;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import dev.tocsin.server.database.Pruning;
import dev.tocsin.server.rule.AlertRule;
import dev.tocsin.server.rule.AlertRule.NoData;
import dev.tocsin.server.rule.RecordedSamples;
import dev.tocsin.server.rule.RuleFailure;
import dev.tocsin.server.rule.RuleOutcome;
import dev.tocsin.server.rule.RuleOutcomeListener;
import dev.tocsin.server.rule.RuleSet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// All alerts, in the database and nowhere else: each evaluation reads the open alerts of its rule,
/// works out what becomes of them, and stores that together with what the listeners write, in one
/// transaction. So a restart or another replica goes on where the last evaluation ended, a crash
/// before the commit is repeated by the next evaluation, and nothing is told twice.
///
/// An alert that fires again within its cooldown is stored, but told only when the cooldown is over
/// and it still fires; if it resolves before that, nobody hears of it.
public final class AlertBook implements RuleOutcomeListener {
  private final Database database;
  private final AlertOptions options;
  private final RecordedSamples recorded;
  private final InstantSource clock;
  private final EvaluationEntry.Surroundings surroundings;
  private final Findings.Patience patience;
  private final Map<AlertRule, Sightings> sightings = new ConcurrentHashMap<>();
  private final Pruning pruning = new Pruning("resolved alerts", this::removeOld);

  /// @param listeners are called in this order
  public AlertBook(
      Database database,
      AlertOptions options,
      List<AlertListener> listeners,
      RecordedSamples recorded,
      InstantSource clock) {
    this(
        database,
        new EvaluationEntry.Surroundings(
            new Ids(clock), options, List.copyOf(listeners), AlertMutes.NONE),
        recorded,
        clock);
  }

  private AlertBook(
      Database database,
      EvaluationEntry.Surroundings surroundings,
      RecordedSamples recorded,
      InstantSource clock) {
    this.database = database;
    this.surroundings = surroundings;
    this.options = surroundings.options();
    this.recorded = recorded;
    this.clock = clock;
    this.patience = new Findings.Patience(NoData.KEEP, options.noDataHold(), clock.millis());
  }

  /// This book, not telling what is muted.
  public AlertBook mutedBy(AlertMutes mutes) {
    var own =
        new EvaluationEntry.Surroundings(
            surroundings.ids(), options, surroundings.listeners(), mutes);
    return new AlertBook(database, own, recorded, clock);
  }

  /// The door for alerts that others raise; they stand in this book too.
  public ReceivedAlerts received() {
    return new ReceivedAlerts(database, surroundings, clock);
  }

  /// What mutes each of some alerts at the moment; nothing is written down.
  public Map<String, List<Mute>> mutes(List<Alert> alerts) {
    return database.read(
        handle -> {
          var judge =
              surroundings.mutes().begin(handle, clock.millis(), new AlertTable(handle)::firing);
          var mutes = new HashMap<String, List<Mute>>();
          for (var alert : alerts) {
            var found = judge.of(alert);
            if (!found.isEmpty()) {
              mutes.put(alert.id(), found);
            }
          }
          return mutes;
        });
  }

  @Override
  public void evaluated(RuleOutcome outcome) {
    switch (outcome.result()) {
      case RuleOutcome.Result.Failed _ -> {}
      case RuleOutcome.Result.Samples(var samples) -> {
        var rule = outcome.rule();
        var before = read(table -> table.open(rule.key()));
        var texts = sightings.computeIfAbsent(rule, Sightings::new);
        enter(outcome, before, Findings.of(outcome, samples, texts, before, patience));
      }
    }
  }

  private void enter(RuleOutcome outcome, List<Episode> before, Findings findings) {
    if (before.isEmpty() && findings.sightings().isEmpty()) {
      return;
    }
    var rule = outcome.rule();
    long atMillis = outcome.atMillis();
    var result =
        database.transaction(
            handle -> new EvaluationEntry(rule, atMillis, handle, surroundings).enter(findings));
    var samples = AlertSeries.samples(before, result.open(), atMillis);
    if (!samples.isEmpty()) {
      recorded.record(samples);
    }
    if (result.refused() > 0) {
      throw new RuleFailure(
          "%d alerts are not kept, because %d are open; end what raises them or set %s"
              .formatted(result.refused(), options.openLimit(), "alerts.open_limit"));
    }
  }

  /// Ends the open alerts of rules that have gone.
  ///
  /// @param keys of [AlertRule#key()]
  public void retire(Set<String> keys) {
    sightings.keySet().removeIf(rule -> keys.contains(rule.key()));
    database.transaction(
        handle -> {
          var table = new AlertTable(handle);
          keys.forEach(key -> retire(key, table, handle));
          return keys;
        });
  }

  /// Ends the open alerts of rules that are no longer there, since no evaluation will.
  public void retire(RuleSet rules) {
    var keys = rules.alertRules().stream().map(AlertRule::key).collect(Collectors.toSet());
    database.transaction(
        handle -> {
          var table = new AlertTable(handle);
          for (var key : table.openRuleKeys()) {
            if (!keys.contains(key) && !ReceivedTable.isKey(key)) {
              retire(key, table, handle);
            }
          }
          return keys;
        });
  }

  private void retire(String key, AlertTable table, Handle handle) {
    for (var episode : table.open(key)) {
      long atMillis = Math.max(clock.millis(), episode.alert().lastEvaluatedMillis() + 1);
      if (episode.isPending()) {
        table.forget(episode, atMillis);
        continue;
      }
      var ended = episode.ceased(atMillis, atMillis, true);
      if (table.update(ended) && episode.wasTold()) {
        surroundings.tell(handle, List.of(new AlertChange.Resolved(ended.alert())));
      }
    }
  }

  public Optional<Alert> find(String id) {
    return read(table -> table.find(id)).map(Episode::alert);
  }

  /// Pending and firing, those of the longest standing first.
  public List<Alert> open() {
    return alerts(read(AlertTable::open));
  }

  /// The pending and firing alerts of one rule.
  public List<Alert> open(AlertRule rule) {
    return alerts(read(table -> table.open(rule.key())));
  }

  /// Those that fire, newest first, then those that fired within their rule's cooldown and have
  /// resolved.
  public List<Alert> active() {
    long now = clock.millis();
    var candidates =
        alerts(read(table -> table.active(now - AlertOptions.LONGEST_COOLDOWN.toMillis())));
    var firing =
        candidates.stream()
            .filter(alert -> alert.resolvedAtMillis() == 0)
            .map(Alert::fingerprint)
            .collect(Collectors.toSet());
    return candidates.stream()
        .filter(
            alert ->
                alert.resolvedAtMillis() == 0
                    || (!firing.contains(alert.fingerprint()) && isWithinCooldown(alert, now)))
        .toList();
  }

  private boolean isWithinCooldown(Alert alert, long nowMillis) {
    var cooldown = AlertRule.cooldown(alert.annotations()).orElse(options.cooldown());
    return !cooldown.isZero() && nowMillis - alert.firedAtMillis() <= cooldown.toMillis();
  }

  /// Those that resolved within a time, newest first.
  public List<Alert> resolvedWithin(Duration time, int limit) {
    long since = clock.millis() - time.toMillis();
    return alerts(read(table -> table.resolvedSince(since, limit)));
  }

  /// Notes who takes a firing alert.
  ///
  /// @return whether this call did it; not if it was taken before, does not fire or does not exist
  public boolean acknowledge(String id, String operator) {
    return write(table -> table.acknowledge(id, operator, clock.millis()));
  }

  /// Removes resolved alerts that are older than the history reaches.
  ///
  /// @return how many
  public int prune() {
    return pruning.prune();
  }

  private int removeOld(int limit) {
    long before = clock.millis() - options.historyRetention().toMillis();
    return write(table -> table.deleteResolvedBefore(before, limit));
  }

  /// Keeps the history within its retention from now on.
  public void start() {
    pruning.start();
  }

  public void stop() {
    pruning.stop();
  }

  private <T> T read(Function<AlertTable, T> work) {
    return database.read(handle -> work.apply(new AlertTable(handle)));
  }

  private <T> T write(Function<AlertTable, T> work) {
    return database.transaction(handle -> work.apply(new AlertTable(handle)));
  }

  private static List<Alert> alerts(List<Episode> episodes) {
    return episodes.stream().map(Episode::alert).toList();
  }
}
