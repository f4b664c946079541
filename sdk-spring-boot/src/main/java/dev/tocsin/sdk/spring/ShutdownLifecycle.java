package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.shutdown.Shutdown;
import dev.tocsin.sdk.shutdown.ShutdownPhase;
import java.util.List;
import org.springframework.context.SmartLifecycle;

/// Runs phases of the shutdown at one place in Spring's own order.
final class ShutdownLifecycle implements SmartLifecycle {

  private final Shutdown shutdown;
  private final int place;
  private final List<ShutdownPhase> phases;
  private volatile boolean running;

  ShutdownLifecycle(Shutdown shutdown, int place, ShutdownPhase... phases) {
    this.shutdown = shutdown;
    this.place = place;
    this.phases = List.of(phases);
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    phases.forEach(shutdown::run);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return place;
  }
}
