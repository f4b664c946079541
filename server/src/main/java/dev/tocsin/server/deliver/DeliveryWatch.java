package dev.tocsin.server.deliver;

import dev.tocsin.server.incident.NewIncident;
import dev.tocsin.server.incident.Severity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Watches the alarm itself, and tells of its trouble by a path of its own: not through the queue
/// and its worker, but straight to the first channel that takes it. Runs on a thread of the
/// platform, so that it lives on when virtual threads do not.
public final class DeliveryWatch {
  private static final System.Logger LOG = System.getLogger(DeliveryWatch.class.getName());
  private static final Duration TICK = Duration.ofSeconds(5);
  private static final Duration WORKER_SILENCE = Duration.ofSeconds(30);

  private final Parts parts;
  private final WatchOptions options;
  private final InstantSource clock;
  private final ManualEscalation escalation;
  private final ChannelReadiness readiness;
  private final Map<String, Trouble> known = new LinkedHashMap<>();
  private volatile List<String> banner = List.of();
  private @Nullable Thread loop;
  private long pingedMillis;

  /// What it looks at and speaks through.
  ///
  /// @param openIncident opens an incident by the product itself
  public record Parts(
      DeliveryOptions options,
      DeliveryLog log,
      DeadLetters deadLetters,
      Notices notices,
      Outlets outlets,
      Consumer<NewIncident> openIncident) {}

  /// @param wake tells the worker that there is work
  public record Outlets(
      Canary canary, IncidentMessages messages, OutboundHttp http, Runnable wake) {}

  /// Something that is wrong with the alarm.
  ///
  /// @param channel the one that it is about and that cannot tell of it; empty if each can
  /// @param toldMillis when it was last told of
  private record Trouble(String key, String text, String channel, long toldMillis) {
    Trouble(String key, String text) {
      this(key, text, "", 0);
    }

    Trouble toldAt(long millis) {
      return new Trouble(key, text, channel, millis);
    }
  }

  public DeliveryWatch(Parts parts, InstantSource clock) {
    this.parts = parts;
    this.options = parts.options().watch();
    this.escalation = new ManualEscalation(parts.options());
    this.readiness =
        new ChannelReadiness(
            parts.options(), parts.log(), parts.deadLetters()::isDrillOverdue, clock);
    this.clock = clock;
  }

  public synchronized void start() {
    loop = Thread.ofPlatform().daemon().name("delivery-watch").start(this::run);
  }

  public synchronized void stop() {
    if (loop != null) {
      loop.interrupt();
      loop = null;
    }
  }

  /// What every page says while no way works; nothing else.
  public List<String> banner() {
    return banner;
  }

  public ChannelReadiness readiness() {
    return readiness;
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(TICK);
        tick();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// One look, and what follows from it.
  void tick() {
    var troubles = troubles();
    for (var trouble : troubles) {
      var before = known.get(trouble.key());
      long silent = before == null ? Long.MAX_VALUE : clock.millis() - before.toldMillis();
      if (silent >= options.limits().remindEvery().toMillis()) {
        known.put(trouble.key(), trouble.toldAt(clock.millis()));
        notice(trouble);
        tell(trouble, ChangeKind.OPENED);
      }
    }
    var over = new ArrayList<>(known.values());
    over.removeIf(it -> troubles.stream().anyMatch(now -> now.key().equals(it.key())));
    for (var trouble : over) {
      known.remove(trouble.key());
      tell(trouble, ChangeKind.RESOLVED);
    }
    ping(troubles);
  }

  private List<Trouble> troubles() {
    var found = new ArrayList<Trouble>();
    try {
      if (parts.outlets().canary().send()) {
        parts.outlets().wake().run();
      }
      queue(found);
      desk(found);
      lacks(found);
      for (var channel : parts.outlets().canary().missing()) {
        found.add(new Trouble("canary-" + channel, "No canary page arrived through " + channel));
      }
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "cannot look at the queue", e);
      found.add(new Trouble("database", "The queue of notifications cannot be read"));
    }
    return found;
  }

  private void queue(List<Trouble> found) {
    var figures = parts.log().figures();
    long silence = clock.millis() - figures.heartbeatMillis();
    if (figures.heartbeatMillis() > 0 && silence > WORKER_SILENCE.toMillis()) {
      found.add(new Trouble("worker", "The delivery worker shows no sign of life"));
    }
    if (figures.oldestPendingAgeMillis() > options.limits().oldestPending().toMillis()) {
      var text = figures.pending() + " notifications wait, the oldest for too long";
      found.add(new Trouble("oldest-pending", text));
    }
    banner = escalation.banner(parts.log().channelHealth(), figures.deadLetters());
    if (figures.deadLetters() > 0) {
      var text = figures.deadLetters() + " notifications were given up and wait for a decision";
      found.add(new Trouble("dead-letters", text));
    }
  }

  private void desk(List<Trouble> found) {
    if (parts.deadLetters().isDrillOverdue()) {
      found.add(new Trouble("drill", "The exercise of replaying dead letters is overdue"));
    }
    if (parts.deadLetters().takeRegrown()) {
      parts
          .openIncident()
          .accept(
              new NewIncident(
                  "Active transport incident",
                  "Notifications were given up again soon after a replay: the transport fails."
                      + " Tell people by hand until it is repaired. "
                      + options.contact(),
                  Severity.P1,
                  List.of()));
    }
  }

  /// What is missing is told by a way that does not depend on it.
  private void lacks(List<Trouble> found) {
    for (var lack : readiness.lacks()) {
      found.add(new Trouble("lack-" + lack.key(), lack.text(), lack.channel(), 0));
    }
  }

  private void notice(Trouble trouble) {
    try {
      parts
          .notices()
          .raise(AdminNotice.of(AdminNotice.DELIVERY_WATCH, trouble.key(), trouble.text()));
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "cannot write a notice: " + trouble.text(), e);
    }
  }

  private void tell(Trouble trouble, ChangeKind kind) {
    long slot = clock.millis() / options.limits().remindEvery().toMillis();
    var key = String.join(":", "delivery-watch", trouble.key(), kind.text(), Long.toString(slot));
    var contact = options.contact().isEmpty() ? "" : " By hand: " + options.contact();
    var message =
        parts
            .outlets()
            .messages()
            .watch(kind, trouble.key(), trouble.text() + "." + contact, clock.millis());
    for (var channel : byHealth()) {
      if (channel.name().equals(trouble.channel())) {
        continue;
      }
      var receipt = Sender.send(channel, new Envelope(key, message));
      if (receipt instanceof Receipt.Accepted) {
        return;
      }
      LOG.log(System.Logger.Level.WARNING, channel.name() + " did not take it: " + receipt);
    }
    LOG.log(System.Logger.Level.ERROR, "nobody could be told: " + trouble.text());
  }

  /// Those that worked last first.
  private List<Channel> byHealth() {
    var channels = parts.options().channels();
    try {
      var health = parts.log().channelHealth();
      return channels.stream()
          .sorted(
              Comparator.comparing(
                  it -> {
                    var known = health.get(it.name());
                    return known == null ? 0 : known.failures();
                  }))
          .toList();
    } catch (RuntimeException e) {
      return channels;
    }
  }

  /// The dead man's switch: silence tells the one outside.
  private void ping(List<Trouble> troubles) {
    var ping = options.ping().orElse(null);
    boolean isAlive =
        troubles.stream().map(Trouble::key).noneMatch(List.of("worker", "database")::contains);
    if (ping == null || !isAlive || clock.millis() - pingedMillis < ping.every().toMillis()) {
      return;
    }
    pingedMillis = clock.millis();
    var target =
        new OutboundHttp.Target(
            ping.address(), Duration.ofSeconds(10), ping.allowPrivateAddresses(), List.of());
    var receipt = parts.outlets().http().post(target, Map.of(), JsonBody.bytes(Map.of()));
    if (!(receipt instanceof Receipt.Accepted)) {
      LOG.log(System.Logger.Level.WARNING, "the dead man's switch did not take it: " + receipt);
    }
  }
}
