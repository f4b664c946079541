package dev.tocsin.sdk.lifecycle;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells of stuck work in the log, where nothing else takes the alerts.
final class LoggedStuckWork implements StuckWorkAlerts {

  private static final Logger LOG = LoggerFactory.getLogger(LifecycleMonitor.class);

  @Override
  public void raise(StuckWork work) {
    LOG.warn(
        "{}: {} stuck, the oldest for {} s",
        work.alertKey(),
        work.stuck(),
        work.oldestAge().toSeconds());
  }

  @Override
  public void clear(StuckWork work) {
    LOG.info("{} is over", work.alertKey());
  }
}
