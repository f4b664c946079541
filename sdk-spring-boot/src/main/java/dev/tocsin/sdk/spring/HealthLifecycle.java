package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.health.HealthEngine;
import org.springframework.context.SmartLifecycle;

/// Starts the health engine with the application. It is closed with its bean, later than anything
/// that a probe may still ask for.
final class HealthLifecycle implements SmartLifecycle {

  private final HealthEngine engine;
  private volatile boolean running;

  HealthLifecycle(HealthEngine engine) {
    this.engine = engine;
  }

  @Override
  public void start() {
    running = true;
    engine.start();
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
