package dev.tocsin.server.rule;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Evaluates every group on its interval: groups side by side, the rules of a group in their order,
/// each tick once among all replicas.
public final class RuleEngine {
  private static final System.Logger LOG = System.getLogger(RuleEngine.class.getName());
  private static final long RETRY_MILLIS = 500;

  private final Outlets outlets;
  private final RuleClaims claims;
  private final InstantSource clock;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Object editing = new Object();
  private volatile State state;
  private boolean started;

  /// The rules and what evaluates them, which change together.
  private record State(RuleSet rules, List<GroupRun> runs) {}

  /// What the rules read from and write to.
  public record Outlets(
      RuleEvaluation evaluation, RecordedSamples recorded, List<RuleOutcomeListener> listeners) {
    public Outlets {
      listeners = List.copyOf(listeners);
    }
  }

  public RuleEngine(RuleSet rules, Outlets outlets, RuleClaims claims, InstantSource clock) {
    this.outlets = outlets;
    this.claims = claims;
    this.clock = clock;
    this.state = new State(rules, rules.groups().stream().map(this::run).toList());
  }

  private GroupRun run(RuleGroup group) {
    return new GroupRun(group, claims, outlets, clock);
  }

  public RuleSet rules() {
    return state.rules();
  }

  /// Evaluates other rules from now on. A group that has not changed goes on as if nothing had
  /// happened; one that has changed keeps what is known of its rules that have not.
  public void replace(RuleSet next) {
    synchronized (editing) {
      var old = new LinkedHashMap<String, GroupRun>();
      state.runs().forEach(run -> old.put(run.group().key(), run));
      var runs = new ArrayList<GroupRun>();
      for (var group : next.groups()) {
        var before = old.remove(group.key());
        runs.add(
            before != null && before.group().equals(group) ? before : successor(group, before));
      }
      for (var gone : old.values()) {
        gone.stop();
        gone.endSeries();
      }
      boolean fresh = started && stopping.getCount() > 0;
      var known = Set.copyOf(state.runs());
      state = new State(next, List.copyOf(runs));
      if (fresh) {
        runs.stream().filter(run -> !known.contains(run)).forEach(this::startThread);
      }
    }
  }

  private GroupRun successor(RuleGroup group, @Nullable GroupRun before) {
    var run = run(group);
    if (before != null) {
      before.stop();
      run.takeOver(before);
    }
    return run;
  }

  /// Evaluates every group that is due, one after the other.
  public void tick() {
    state.runs().forEach(GroupRun::runDue);
  }

  /// Starts a thread per group.
  public void start() {
    synchronized (editing) {
      started = true;
      state.runs().forEach(this::startThread);
    }
  }

  private void startThread(GroupRun run) {
    Thread.ofVirtual().name("rules " + run.group().name()).start(() -> keepRunning(run));
  }

  /// Ends the threads; a rule that is being evaluated is finished first. Threads are not
  /// interrupted, because an interrupt closes the files that they write to.
  public void stop() {
    synchronized (editing) {
      stopping.countDown();
      state.runs().forEach(GroupRun::stop);
    }
  }

  private void keepRunning(GroupRun run) {
    try {
      long waitMillis = 0;
      while (!run.isStopped() && !stopping.await(waitMillis, TimeUnit.MILLISECONDS)) {
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
    for (var run : state.runs()) {
      var health = run.health(rule);
      if (health.state() != RuleHealth.State.UNKNOWN) {
        return health;
      }
    }
    return RuleHealth.NEVER;
  }

  public GroupHealth health(RuleGroup group) {
    return state.runs().stream()
        .filter(run -> run.group().equals(group))
        .map(GroupRun::health)
        .findFirst()
        .orElse(GroupHealth.NEVER);
  }
}
