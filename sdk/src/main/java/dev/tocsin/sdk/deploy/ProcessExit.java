package dev.tocsin.sdk.deploy;

import dev.tocsin.sdk.shutdown.Shutdown;
import java.time.Duration;
import java.util.function.IntConsumer;

/// Ends the process in the order of its [Shutdown], so that the alert which tells why has been
/// delivered or is on disk; a process whose end hangs is halted. Returns at once: the end has a
/// thread of its own.
public final class ProcessExit implements IntConsumer {

  /// How long the end may take without a [Shutdown] of the application; less than the 30 s that
  /// Kubernetes grants.
  public static final Duration DEFAULT_LIMIT = Duration.ofSeconds(25);

  private final Shutdown shutdown;

  /// @param shutdown one that the JVM runs when it ends: [Shutdown#install()], or a framework
  public ProcessExit(Shutdown shutdown) {
    this.shutdown = shutdown;
  }

  /// For an application without an order of its end: only its shutdown hooks run.
  public static ProcessExit withoutOrder() {
    return new ProcessExit(new Shutdown(DEFAULT_LIMIT));
  }

  @Override
  public void accept(int code) {
    shutdown.exit(code, "the release is given up with code " + code);
  }
}
