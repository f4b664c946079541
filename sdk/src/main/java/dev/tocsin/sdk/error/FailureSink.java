package dev.tocsin.sdk.error;

import java.time.Duration;

/// Where failures are reported to, beside the log.
public interface FailureSink {

  /// Hands the failure over. Must not block and must not throw.
  void send(Failure failure);

  /// Waits until everything handed over is out or given up, at most for the limit.
  void flush(Duration limit);

  /// Reports nowhere.
  static FailureSink none() {
    return new FailureSink() {
      @Override
      public void send(Failure failure) {}

      @Override
      public void flush(Duration limit) {}
    };
  }
}
