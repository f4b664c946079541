package dev.tocsin.sdk.usage;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A call that was admitted. Its cost is set aside until [#settle] or [#cancel]; what comes second
/// changes nothing. Day and price are those of the moment of admission.
public final class Reservation implements AutoCloseable {

  private final UsageMeter meter;
  private final Request request;
  private final long nanos;
  private final @Nullable Held held;
  private final AtomicBoolean ended = new AtomicBoolean();

  /// What was asked for.
  record Request(String user, ModelId model, long epochDay, @Nullable TokenPrice price) {}

  /// Where the cost is set aside.
  record Held(UserBudget budget, Slice slice) {}

  Reservation(UsageMeter meter, Request request, long nanos, @Nullable Held held) {
    this.meter = meter;
    this.request = request;
    this.nanos = nanos;
    this.held = held;
  }

  /// Books what the call used. Never throws: when the database does not answer, the booking waits
  /// in memory and is tried again.
  ///
  /// @param usage for a stream that broke off: what is known of it, as estimated
  public void settle(TokenUsage usage) {
    if (ended.compareAndSet(false, true)) {
      meter.settle(this, usage);
    }
  }

  /// The call did not take place and cost nothing.
  public void cancel() {
    if (ended.compareAndSet(false, true)) {
      meter.cancel(this);
    }
  }

  /// Cancels, unless it is settled.
  @Override
  public void close() {
    cancel();
  }

  Request request() {
    return request;
  }

  long nanos() {
    return nanos;
  }

  @Nullable Held held() {
    return held;
  }
}
