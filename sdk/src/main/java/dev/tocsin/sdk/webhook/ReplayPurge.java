package dev.tocsin.sdk.webhook;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Purges tables of seen events again and again, on a thread of its own.
public final class ReplayPurge implements AutoCloseable {

  /// How often, unless told otherwise.
  public static final Duration DEFAULT_INTERVAL = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(ReplayPurge.class);

  private final List<JdbcReplayStore> stores;
  private final Duration interval;
  private final ScheduledThreadPoolExecutor timer;
  private boolean failing;

  public ReplayPurge(List<JdbcReplayStore> stores, Duration interval) {
    this.stores = List.copyOf(stores);
    this.interval = interval;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "tocsin-webhook-purge");
              thread.setDaemon(true);
              return thread;
            });
  }

  /// Begins; the first purge is an interval away.
  public void start() {
    if (!stores.isEmpty()) {
      long nanos = interval.toNanos();
      ScheduledFuture<?> unused =
          timer.scheduleWithFixedDelay(this::purge, nanos, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void purge() {
    for (JdbcReplayStore store : stores) {
      try {
        LOG.debug("{} seen webhook events need not be remembered any more", store.purge());
        failing = false;
      } catch (SQLException | RuntimeException e) {
        if (!failing) {
          LOG.warn("Seen webhook events could not be purged; it is tried again", e);
        }
        failing = true;
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
