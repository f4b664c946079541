package dev.tocsin.sdk.deploy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/// Ends the process: first the orderly way with its shutdown hooks, and the hard way when those
/// take too long. Does not return.
public final class ProcessExit implements IntConsumer {

  /// How long shutdown hooks may take, unless told otherwise; less than the 30 s that Kubernetes
  /// grants.
  public static final Duration DEFAULT_LIMIT = Duration.ofSeconds(25);

  private final Duration limit;

  public ProcessExit(Duration limit) {
    this.limit = limit;
  }

  @Override
  public void accept(int code) {
    Thread last = new Thread(() -> haltLater(code), "tocsin-exit-limit");
    last.setDaemon(true);
    last.start();
    System.exit(code);
  }

  private void haltLater(int code) {
    try {
      boolean unused = new CountDownLatch(1).await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(code);
  }
}
