package dev.tocsin.server.rule;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Evaluates every group on its interval: groups side by side, the rules of a group in their order,
/// each tick once among all replicas.
public final class RuleEngine {
  private static final System.Logger LOG = System.getLogger(RuleEngine.class.getName());
  private static final long RETRY_MILLIS = 500;

  private final RuleSet rules;
  private final List<GroupRun> runs = new ArrayList<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final InstantSource clock;

  /// What the rules read from and write to.
  public record Outlets(
      RuleEvaluation evaluation, RecordedSamples recorded, List<RuleOutcomeListener> listeners) {
    public Outlets {
      listeners = List.copyOf(listeners);
    }
  }

  public RuleEngine(RuleSet rules, Outlets outlets, RuleClaims claims, InstantSource clock) {
    this.rules = rules;
    this.clock = clock;
    for (var group : rules.groups()) {
      runs.add(new GroupRun(group, claims, outlets, clock));
    }
  }

  public RuleSet rules() {
    return rules;
  }

  /// Evaluates every group that is due, one after the other.
  public void tick() {
    runs.forEach(GroupRun::runDue);
  }

  /// Starts a thread per group.
  public void start() {
    for (var run : runs) {
      Thread.ofVirtual().name("rules " + run.group().name()).start(() -> keepRunning(run));
    }
  }

  /// Ends the threads; a rule that is being evaluated is finished first. Threads are not
  /// interrupted, because an interrupt closes the files that they write to.
  public void stop() {
    stopping.countDown();
    runs.forEach(GroupRun::stop);
  }

  private void keepRunning(GroupRun run) {
    try {
      long waitMillis = 0;
      while (!stopping.await(waitMillis, TimeUnit.MILLISECONDS)) {
        long dueMillis = run.nextMillis();
        boolean done = runOnce(run);
        waitMillis = done ? Math.max(0, dueMillis - clock.millis()) : RETRY_MILLIS;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean runOnce(GroupRun run) {
    try {
      return run.runDue();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "rule group " + run.group().key() + " broke off", e);
      return false;
    }
  }

  public RuleHealth health(Rule rule) {
    for (var run : runs) {
      var health = run.health(rule);
      if (health.state() != RuleHealth.State.UNKNOWN) {
        return health;
      }
    }
    return RuleHealth.NEVER;
  }

  public GroupHealth health(RuleGroup group) {
    return runs.stream()
        .filter(run -> run.group().equals(group))
        .map(GroupRun::health)
        .findFirst()
        .orElse(GroupHealth.NEVER);
  }
}
