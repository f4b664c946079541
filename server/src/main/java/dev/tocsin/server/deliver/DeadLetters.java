package dev.tocsin.server.deliver;

/// What was given up, and its replay.
public final class DeadLetters {
  /// The most that one replay sends.
  public static final int REPLAY_LIMIT = 100;

  private final DeliveryWorker worker;
  private final DeliveryLog log;

  /// @param remaining dead letters after the replay
  public record Replay(int replayed, int failed, long remaining) {}

  public DeadLetters(DeliveryWorker worker, DeliveryLog log) {
    this.worker = worker;
    this.log = log;
  }

  /// Sends the oldest dead letters again, each once and under its old idempotency key. Those of two
  /// replays at the same time are different ones.
  public Replay replay(int limit) {
    var replayed = worker.replay(Math.clamp(limit, 1, REPLAY_LIMIT));
    return new Replay(replayed.delivered(), replayed.failed(), log.figures().deadLetters());
  }
}
