package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.log.logback.LogbackSetup;
import dev.tocsin.sdk.metrics.Telemetry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;

/// Publishes what logging counts, and ends logging with the application.
final class LogLifecycle implements DisposableBean {

  private final @Nullable LogbackSetup setup;

  LogLifecycle(@Nullable LogbackSetup setup, Telemetry telemetry) {
    this.setup = setup;
    if (setup != null) {
      setup.counts().publish(telemetry);
    }
  }

  @Override
  public void destroy() {
    if (setup != null) {
      setup.close();
    }
  }
}
