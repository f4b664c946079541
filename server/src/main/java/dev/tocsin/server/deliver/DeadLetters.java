package dev.tocsin.server.deliver;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import dev.tocsin.server.incident.TimelineEntry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// What was given up, and what people decide about it. Nothing leaves this desk without a decision
/// on record, and nothing is sent again before a channel is proven to work, unless somebody takes
/// the responsibility by name.
public final class DeadLetters {
  /// The most that one replay sends.
  public static final int REPLAY_LIMIT = 100;

  /// The longest reason of a decision.
  public static final int REASON_LIMIT = 1_000;

  /// Dead letters that grow within this time after a replay mean that the transport fails.
  static final Duration REGROWTH_WINDOW = Duration.ofHours(1);

  private static final int RUNS_SHOWN = 20;

  private final Database database;
  private final DeliveryOptions options;
  private final DeliveryWorker worker;
  private final DeliveryLog log;
  private final Ids ids;
  private final InstantSource clock;
  private final NotificationTable table;

  /// @param remaining dead letters after the replay
  public record Replay(int replayed, int failed, long remaining) {}

  public DeadLetters(
      Database database,
      DeliveryOptions options,
      DeliveryWorker worker,
      DeliveryLog log,
      Ids ids,
      InstantSource clock) {
    this.database = database;
    this.options = options;
    this.worker = worker;
    this.log = log;
    this.ids = ids;
    this.clock = clock;
    this.table = new NotificationTable(database, ids, clock);
  }

  /// Sends the oldest dead letters again, each once and under its old idempotency key. Those of two
  /// replays at the same time are different ones.
  ///
  /// @param override why to send although no channel is proven to work
  /// @param by the name of the person who asks
  /// @throws RefusedException if no channel is proven and nothing overrides that
  public Replay replay(int limit, Optional<String> override, String by) {
    var waiting = log.deadChannels();
    var usable = override.isPresent() ? options.channelNames() : proven(options.channelNames());
    if (!waiting.isEmpty() && usable.stream().noneMatch(waiting::contains)) {
      throw new RefusedException(unproven(waiting));
    }
    var replayed = worker.replay(usable, Math.clamp(limit, 1, REPLAY_LIMIT));
    var proof = override.map(reason -> "override: " + reason).orElse("proven: " + usable);
    var result = new Replay(replayed.delivered(), replayed.failed(), log.figures().deadLetters());
    if (result.replayed() + result.failed() > 0) {
      note(new ReplayRun(clock.millis(), by, proof, false, result));
    }
    return result;
  }

  private void note(ReplayRun run) {
    boolean isWatched = !run.isDrill() && run.result().replayed() > 0;
    long until = isWatched ? run.atMillis() + REGROWTH_WINDOW.toMillis() : 0;
    database.transaction(
        transaction -> {
          ReplayTable.add(transaction, ids.next(), run, until);
          return run;
        });
  }

  /// Those that have delivered lately and not failed since; all of them when the secondary has.
  private List<String> proven(List<String> channels) {
    long now = clock.millis();
    long age = options.watch().proofAge().toMillis();
    var health = log.channelHealth();
    var secondary = options.secondary().map(health::get);
    if (secondary.isPresent() && secondary.get().isProven(now, age)) {
      return channels;
    }
    return channels.stream()
        .filter(it -> health.getOrDefault(it, ChannelHealth.untried(it)).isProven(now, age))
        .toList();
  }

  private static String unproven(Set<String> channels) {
    return "nothing is replayed: neither "
        + String.join(", ", new TreeSet<>(channels))
        + " nor the secondary channel has delivered anything lately; send a test through the"
        + " channel first, or override with a reason";
  }

  /// Decides about dead letters; how each came out.
  ///
  /// @throws RefusedException if the reason is missing, a letter is not dead any more, the other
  ///   channel does not exist, or a replay is not allowed; then nothing was decided
  public List<Decided> decide(List<String> letterIds, Decision decision, String by) {
    check(letterIds, decision);
    var letters =
        letterIds.stream()
            .map(id -> log.find(id).orElseThrow(() -> gone(id)))
            .peek(letter -> requireDead(letter))
            .toList();
    return switch (decision) {
      case Decision.Replay replay -> replay(letters, replay, by);
      case Decision.OtherChannel(var channel, _) ->
          letters.stream()
              .map(it -> close(it, decision, channel, "queued for " + channel, by))
              .toList();
      case Decision.ManualHandoff _, Decision.Dismissed _ ->
          letters.stream().map(it -> close(it, decision, "", "closed", by)).toList();
    };
  }

  private void check(List<String> letterIds, Decision decision) {
    if (letterIds.isEmpty() || letterIds.size() > REPLAY_LIMIT) {
      throw new RefusedException("choose 1 to " + REPLAY_LIMIT + " dead letters");
    }
    if (decision.reason().isBlank() || decision.reason().length() > REASON_LIMIT) {
      throw new RefusedException(
          "a decision needs a reason of 1 to " + REASON_LIMIT + " characters");
    }
    if (decision instanceof Decision.OtherChannel(var channel, _)
        && options.channel(channel).isEmpty()) {
      throw new RefusedException("there is no channel \"" + channel + "\"");
    }
  }

  private static void requireDead(Delivery letter) {
    if (letter.state() != DeliveryState.DEAD) {
      throw gone(letter.id());
    }
  }

  private static RefusedException gone(String id) {
    return new RefusedException("the delivery " + id + " is no dead letter any more");
  }

  private List<Decided> replay(List<Delivery> letters, Decision.Replay decision, String by) {
    var channels = letters.stream().map(Delivery::channel).collect(Collectors.toSet());
    var proven = proven(List.copyOf(channels));
    if (!decision.isOverride() && !proven.containsAll(channels)) {
      channels.removeAll(proven);
      throw new RefusedException(unproven(channels));
    }
    var replayed = worker.replayOnly(letters.stream().map(Delivery::id).toList());
    var decided = letters.stream().map(it -> record(it, decision, outcome(it), by)).toList();
    var proof = decision.isOverride() ? "override: " + decision.reason() : "proven: " + proven;
    var remaining = log.figures().deadLetters();
    var result = new Replay(replayed.delivered(), replayed.failed(), remaining);
    note(new ReplayRun(clock.millis(), by, proof, false, result));
    return decided;
  }

  private String outcome(Delivery letter) {
    var now = log.find(letter.id()).orElse(letter);
    return now.state() == DeliveryState.DELIVERED ? "delivered" : "failed: " + now.lastError();
  }

  private Decided record(Delivery letter, Decision decision, String outcome, String by) {
    return database.transaction(
        transaction -> record(transaction, letter, decision, "", outcome, by));
  }

  private Decided close(
      Delivery letter, Decision decision, String channel, String outcome, String by) {
    return database.transaction(
        transaction -> {
          if (!table.close(transaction, letter.id())) {
            throw gone(letter.id());
          }
          if (!channel.isEmpty()) {
            table.copy(transaction, letter.id(), channel);
            transaction.afterCommit(worker::wake);
          }
          return record(transaction, letter, decision, channel, outcome, by);
        });
  }

  private Decided record(
      Handle transaction,
      Delivery letter,
      Decision decision,
      String channel,
      String outcome,
      String by) {
    var target = channel.isEmpty() ? null : channel;
    var decided =
        new Decided(clock.millis(), decision.mode(), target, decision.reason(), by, outcome);
    DecisionTable.add(transaction, ids.next(), letter, decided);
    var incidentId = letter.incidentId();
    if (incidentId != null) {
      var text =
          by
              + " decided about the message that "
              + letter.channel()
              + " did not take: "
              + decision.mode().replace('_', ' ')
              + (target == null ? "" : " (" + target + ")")
              + ", "
              + outcome
              + ". Reason: "
              + decision.reason();
      worker.timeline().append(transaction, incidentId, TimelineEntry.DEAD_LETTER, text);
      worker.timeline().deadLetterMode(transaction, incidentId, decision.mode(), true);
    }
    return decided;
  }

  /// An exercise: a test message is made a dead letter and sent again through a channel.
  ///
  /// @throws RefusedException if there is no such channel
  public ReplayRun drill(String channel, Message message, String by) {
    if (options.channel(channel).isEmpty()) {
      throw new RefusedException("there is no channel \"" + channel + "\"");
    }
    var payload = JsonBody.payload(message);
    var letter =
        new Notification(
            "drill:" + ids.next(), channel, ChangeKind.TEST, null, 0, clock.millis(), payload);
    var id = database.transaction(transaction -> table.enqueueDead(transaction, letter));
    var replayed = worker.replayOnly(List.of(id));
    var result = new Replay(replayed.delivered(), replayed.failed(), log.figures().deadLetters());
    var run = new ReplayRun(clock.millis(), by, "drill through " + channel, true, result);
    note(run);
    return run;
  }

  /// Whether the last exercise that worked is longer ago than it may be.
  public boolean isDrillOverdue() {
    var every = options.watch().drillEvery();
    if (every.isZero()) {
      return false;
    }
    var last = database.read(ReplayTable::lastGoodDrill);
    return last.map(it -> clock.millis() - it.atMillis() > every.toMillis()).orElse(true);
  }

  /// Newest first.
  public List<ReplayRun> runs() {
    return database.read(handle -> ReplayTable.list(handle, RUNS_SHOWN));
  }

  /// Whether letters were given up again soon after a replay; told once.
  boolean takeRegrown() {
    return database.transaction(
        transaction -> ReplayTable.takeRegrown(transaction, clock.millis()));
  }
}
