package dev.tocsin.server.rule;

import dev.tocsin.promql.InstantSample;
import dev.tocsin.series.Labels;
import dev.tocsin.series.Staleness;
import dev.tocsin.server.database.DatabaseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.JdbiException;

/// One group on its schedule. Its evaluations never overlap.
final class GroupRun {
  private static final System.Logger LOG = System.getLogger(GroupRun.class.getName());
  private static final long NEVER = Long.MIN_VALUE;
  private static final Duration DATA_CHECK_EVERY = Duration.ofMinutes(1);

  /// What happened before a longer gap than this is history, not an alert.
  private static final Duration LONGEST_GAP = Duration.ofHours(1);

  private final RuleGroup group;
  private final GroupSchedule schedule;
  private final RuleClaims claims;
  private final RuleEngine.Outlets outlets;
  private final InstantSource clock;
  private final ReentrantLock running = new ReentrantLock();
  private final Map<Rule, RuleHealth> health = new ConcurrentHashMap<>();
  private final Map<RecordingRule, Set<Labels>> written = new HashMap<>();
  private final Map<AlertRule, DataCheck> dataChecks = new HashMap<>();
  private volatile GroupHealth groupHealth = GroupHealth.NEVER;
  private volatile boolean stopped;
  private long seenTick = NEVER;
  private long firstTick = NEVER;
  private boolean ours;
  private boolean claimFails;

  /// When it was last looked whether a rule has data, and what was found.
  private record DataCheck(long atMillis, boolean missing) {}

  GroupRun(RuleGroup group, RuleClaims claims, RuleEngine.Outlets outlets, InstantSource clock) {
    this.group = group;
    this.schedule = new GroupSchedule(group);
    this.claims = claims;
    this.outlets = outlets;
    this.clock = clock;
  }

  /// Evaluates the current tick unless it was dealt with, here or by another replica.
  ///
  /// @return whether the tick is dealt with; if not, it should be tried again
  boolean runDue() {
    if (!running.tryLock()) {
      return true;
    }
    try {
      long tick = schedule.tick(clock.millis());
      if (tick == seenTick || stopped) {
        return true;
      }
      firstTick = firstTick == NEVER ? tick : firstTick;
      long before = lastJudged(tick);
      ours = claims.claim(group, tick);
      if (ours) {
        evaluate(tick, before);
      } else {
        // Another replica keeps the group, so what lies between was not missed by this one.
        seenTick = tick;
        written.clear();
      }
      claimFails = false;
      return true;
    } catch (DatabaseException | JdbiException e) {
      tellClaimFails(e);
      return false;
    } finally {
      running.unlock();
    }
  }

  private void tellClaimFails(RuntimeException e) {
    if (!claimFails) {
      LOG.log(
          System.Logger.Level.ERROR,
          "rule group " + group.key() + " waits, its tick cannot be claimed: " + e.getMessage());
    }
    claimFails = true;
  }

  /// The last tick that anybody evaluated, if what came after it is known here: this process was
  /// there, or the one before it had the group.
  private long lastJudged(long tick) {
    if (ours) {
      return tick - 1;
    }
    return claims
        .last(group)
        .filter(last -> firstTick <= last || claims.isInherited(group))
        .orElse(tick - 1);
  }

  /// @param before the last tick that anybody evaluated; the samples that came after it and before
  ///   whoever did that died are looked at first, since their target may be well again by now
  private void evaluate(long tick, long before) {
    long missed = seenTick == NEVER ? 0 : Math.max(0, tick - seenTick - 1);
    seenTick = tick;
    long startNanos = System.nanoTime();
    long atMillis = schedule.timeMillis(tick);
    long gapMillis = atMillis - schedule.timeMillis(before + 1);
    if (gapMillis > 0 && gapMillis <= LONGEST_GAP.toMillis()) {
      evaluateRules(schedule.timeMillis(before + 1));
    }
    if (evaluateRules(atMillis)) {
      groupHealth = groupHealth.evaluated(atMillis, since(startNanos), missed);
    }
  }

  /// Whether the group was ours to the end.
  private boolean evaluateRules(long atMillis) {
    for (var rule : group.rules()) {
      if (stopped || !stillOurs(rule)) {
        return false;
      }
      evaluate(rule, atMillis);
    }
    return true;
  }

  /// The claim has just renewed the lease; it is renewed again only when rules take their time.
  private boolean stillOurs(Rule rule) {
    return rule.equals(group.rules().getFirst()) || leaseIsFresh() || claims.renew(group);
  }

  private boolean leaseIsFresh() {
    long half = RuleClaims.length(group).toMillis() / 2;
    return clock.millis() - schedule.timeMillis(seenTick) < half;
  }

  private void evaluate(Rule rule, long atMillis) {
    long startNanos = System.nanoTime();
    RuleHealth result;
    try {
      boolean hasData =
          switch (rule) {
            case AlertRule alert -> evaluateAlert(alert, atMillis);
            case RecordingRule recording -> evaluateRecording(recording, atMillis);
          };
      result =
          hasData
              ? RuleHealth.ok(atMillis, since(startNanos))
              : RuleHealth.noData(atMillis, since(startNanos));
    } catch (RuntimeException e) {
      result = RuleHealth.failing(RuleEvaluation.reason(e), atMillis, since(startNanos));
    }
    var before = health.put(rule, result);
    tell(rule, before == null ? RuleHealth.NEVER : before, result);
  }

  /// Whether there was data to judge.
  private boolean evaluateAlert(AlertRule rule, long atMillis) {
    var outcome = outlets.evaluation().alert(rule, group, atMillis);
    for (var listener : outlets.listeners()) {
      listener.evaluated(outcome);
    }
    return switch (outcome.result()) {
      case RuleOutcome.Result.Failed(var reason) -> throw new RuleFailure(reason);
      case RuleOutcome.Result.Samples(var samples) ->
          !samples.isEmpty() || hasData(rule, outcome.aftermath(), atMillis);
    };
  }

  /// Data that was there is looked for now and then only, since it costs a query more; data that
  /// was missing each time, so that the first scrapes after a start are seen at once.
  private boolean hasData(AlertRule rule, Aftermath aftermath, long atMillis) {
    var last = dataChecks.get(rule);
    if (last == null
        || last.missing()
        || atMillis - last.atMillis() >= DATA_CHECK_EVERY.toMillis()) {
      last = new DataCheck(atMillis, aftermath.isWithoutData());
      dataChecks.put(rule, last);
    }
    return !last.missing();
  }

  /// Series that the rule wrote last time and does not return now are ended.
  private boolean evaluateRecording(RecordingRule rule, long atMillis) {
    var samples = new ArrayList<>(outlets.evaluation().record(rule, group, atMillis));
    var now = new HashSet<Labels>();
    samples.forEach(sample -> now.add(sample.labels()));
    long looksAt = atMillis - group.queryOffset().toMillis();
    for (var gone : written.getOrDefault(rule, Set.of())) {
      if (!now.contains(gone)) {
        samples.add(new InstantSample(gone, looksAt, Staleness.MARKER));
      }
    }
    if (!samples.isEmpty()) {
      outlets.recorded().record(List.copyOf(samples));
    }
    written.put(rule, now);
    return true;
  }

  /// Logged when it begins and when it ends, not on each evaluation.
  private static void tell(Rule rule, RuleHealth before, RuleHealth after) {
    var name = "rule " + rule.name() + " (" + rule.source() + ")";
    boolean failed = before.state() == RuleHealth.State.FAILING;
    boolean fails = after.state() == RuleHealth.State.FAILING;
    if (fails && !(failed && before.error().equals(after.error()))) {
      LOG.log(System.Logger.Level.WARNING, name + " is failing: " + after.error());
    } else if (failed && !fails) {
      LOG.log(System.Logger.Level.INFO, name + " works again");
    }
  }

  private static Duration since(long startNanos) {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  RuleGroup group() {
    return group;
  }

  RuleHealth health(Rule rule) {
    return health.getOrDefault(rule, RuleHealth.NEVER);
  }

  GroupHealth health() {
    return groupHealth;
  }

  /// The time of the next tick.
  long nextMillis() {
    return schedule.timeMillis(schedule.tick(clock.millis()) + 1);
  }

  /// Goes on where the run of the same group before an edit ended. Series that the edited rules do
  /// not write any more are ended.
  ///
  /// @param before has been stopped
  void takeOver(GroupRun before) {
    health.putAll(before.health);
    health.keySet().retainAll(group.rules());
    for (var entry : before.written.entrySet()) {
      var heir =
          group.rules().stream()
              .filter(it -> it instanceof RecordingRule)
              .map(RecordingRule.class::cast)
              .filter(it -> it.name().equals(entry.getKey().name()))
              .filter(it -> it.labels().equals(entry.getKey().labels()))
              .findFirst();
      heir.ifPresent(it -> written.put(it, entry.getValue()));
    }
    before.written.values().removeIf(written.values()::contains);
    before.endSeries();
  }

  /// Ends the series of rules that are no longer there.
  void endSeries() {
    long now = clock.millis();
    var ends =
        written.values().stream()
            .flatMap(Set::stream)
            .map(gone -> new InstantSample(gone, now, Staleness.MARKER))
            .toList();
    written.clear();
    if (!ends.isEmpty()) {
      outlets.recorded().record(ends);
    }
  }

  boolean isStopped() {
    return stopped;
  }

  /// No rule starts after this; waits for the one that is being evaluated.
  void stop() {
    stopped = true;
    running.lock();
    try {
      claims.release(group);
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "rule group " + group.key() + " is not given back before its lease ends: " + e);
    } finally {
      running.unlock();
    }
  }
}
