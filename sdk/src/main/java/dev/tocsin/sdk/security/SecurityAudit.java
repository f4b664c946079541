package dev.tocsin.sdk.security;

import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.GaugeFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Records security events and alerts once per attack.
///
/// Each event goes to the log, to the counters and to all listeners; none is sampled or merged.
/// Alerts are the beginnings of episodes: `type` and subject that were noticed, until they have
/// been quiet for the window. The methods never throw at the request that they are called from.
public final class SecurityAudit implements AutoCloseable {

  private static final long SWEEP_SECONDS = 5;
  private static final String LOGIN_DURING_ATTACK = "login_during_attack";

  private final SecurityOptions options;
  private final List<AccessRule> rules;
  private final List<SecurityListener> listeners;
  private final InstantSource clock;
  private final BruteForceRule bruteForce;
  private final Episodes episodes;
  private final CounterFamily events;
  private final Map<SecurityEventType, LongAdder> counts = new EnumMap<>(SecurityEventType.class);
  private final ScheduledThreadPoolExecutor sweeper;

  /// @param rules of unusual access, beside the one that is always there: a login to an account
  ///   that is being guessed
  public SecurityAudit(
      SecurityOptions options,
      List<AccessRule> rules,
      List<SecurityListener> listeners,
      Telemetry telemetry,
      InstantSource clock) {
    this.options = options;
    this.listeners = List.copyOf(listeners);
    this.clock = clock;
    this.bruteForce = new BruteForceRule(options);
    this.episodes = new Episodes(options.window());
    this.rules = new ArrayList<>(rules);
    this.rules.add(this::loginDuringAttack);
    this.events =
        telemetry.counter("security_events_total", "Security events, none left out.", "type");
    GaugeFamily open = telemetry.gauge("security_episodes_open", "Attacks that go on now.", "type");
    for (SecurityEventType type : SecurityEventType.values()) {
      counts.put(type, new LongAdder());
      events.declare(type.label());
      if (type != SecurityEventType.FAILED_LOGIN) {
        open.observe(() -> episodes.count(type), type.label());
      }
    }
    this.sweeper =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "tocsin-security");
              thread.setDaemon(true);
              return thread;
            });
  }

  /// Begins to end episodes on time.
  public void start() {
    ScheduledFuture<?> unused =
        sweeper.scheduleWithFixedDelay(this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
  }

  /// A login failed.
  ///
  /// @param user the name that was typed; null or empty when there was none
  /// @param reason a fixed word: `bad_credentials`
  public void failedLogin(@Nullable String user, RequestOrigin origin, String reason) {
    Instant now = clock.instant();
    String name = options.names().of(user);
    record(new SecurityEvent(now, SecurityEventType.FAILED_LOGIN, reason, name, origin, ""));
    for (Finding finding : bruteForce.failed(name, origin, now)) {
      found(SecurityEventType.BRUTE_FORCE, finding, new Who(name, origin), now);
    }
  }

  /// A user who is known asked for an administrative function and was refused.
  ///
  /// @param what the path or method
  public void deniedAdminAccess(String user, RequestOrigin origin, String what) {
    escalation("denied_admin_access", user, origin, what);
  }

  /// A user tried to give themselves, or a token, a role that they do not have.
  ///
  /// @param what which field, role or token; not its secret
  public void roleTampering(String user, RequestOrigin origin, String what) {
    escalation("role_tampering", user, origin, what);
  }

  private void escalation(String reason, String user, RequestOrigin origin, String what) {
    Instant now = clock.instant();
    String name = options.names().of(user);
    Finding finding = new Finding(reason, Finding.account(name), what);
    found(SecurityEventType.PRIVILEGE_ESCALATION, finding, new Who(name, origin), now);
  }

  /// Has the rules look at a login, a read or a refusal.
  public void observe(Access access) {
    Instant now = clock.instant();
    Access named = access.named(options.names().of(access.user()));
    for (AccessRule rule : rules) {
      judge(rule, named, now)
          .ifPresent(
              finding ->
                  found(
                      SecurityEventType.UNUSUAL_ACCESS,
                      finding,
                      new Who(named.user(), access.origin()),
                      now));
    }
  }

  private static Optional<Finding> judge(AccessRule rule, Access access, Instant now) {
    try {
      return rule.judge(access, now);
    } catch (RuntimeException e) {
      SecurityLog.ruleFailed(e);
      return Optional.empty();
    }
  }

  /// Told once while it goes on: interfaces that log in with each request would repeat it.
  private Optional<Finding> loginDuringAttack(Access access, Instant at) {
    String account = Finding.account(access.user());
    boolean guessed =
        access.kind() == Access.Kind.LOGIN
            && episodes.isOpen(SecurityEventType.BRUTE_FORCE, "", account);
    boolean told = episodes.isOpen(SecurityEventType.UNUSUAL_ACCESS, LOGIN_DURING_ATTACK, account);
    return guessed && !told
        ? Optional.of(new Finding(LOGIN_DURING_ATTACK, account, "the account is being guessed"))
        : Optional.empty();
  }

  private record Who(String user, RequestOrigin origin) {}

  /// Brute force is an event when it begins; its further failures are events of their own already.
  private void found(SecurityEventType type, Finding finding, Who who, Instant now) {
    sweep();
    Optional<SecurityEpisode> began = episodes.note(type, finding, now);
    if (type != SecurityEventType.BRUTE_FORCE || began.isPresent()) {
      record(
          new SecurityEvent(
              now, type, finding.reason(), who.user(), who.origin(), finding.detail()));
    }
    began.ifPresent(
        episode -> {
          SecurityLog.episode("began", episode);
          tell(listener -> listener.episodeBegan(episode));
        });
  }

  private void record(SecurityEvent event) {
    SecurityLog.event(event);
    events.increment(event.type().label());
    LongAdder count = counts.get(event.type());
    if (count != null) {
      count.increment();
    }
    tell(listener -> listener.recorded(event));
  }

  /// Ends what has been quiet.
  void sweep() {
    for (SecurityEpisode ended : episodes.endQuiet(clock.instant())) {
      SecurityLog.episode("ended", ended);
      tell(listener -> listener.episodeEnded(ended));
    }
  }

  private void tell(Consumer<SecurityListener> message) {
    for (SecurityListener listener : listeners) {
      try {
        message.accept(listener);
      } catch (RuntimeException e) {
        SecurityLog.listenerFailed(e);
      }
    }
  }

  /// The attacks that go on, the oldest first.
  public List<SecurityEpisode> openEpisodes() {
    return episodes.open();
  }

  /// How many events of a type this process has recorded.
  public long count(SecurityEventType type) {
    LongAdder count = counts.get(type);
    return count == null ? 0 : count.sum();
  }

  @Override
  public void close() {
    sweeper.shutdownNow();
  }
}
