package dev.tocsin.sdk.shutdown;

import java.time.Duration;

/// One named thing that is done while a process ends.
@FunctionalInterface
public interface ShutdownStep {

  /// Does it. The thread is interrupted when the time is over; a step that goes on regardless is
  /// left behind. A failure is logged and the next step follows.
  ///
  /// @param left the time there is
  void run(Duration left) throws Exception;
}
