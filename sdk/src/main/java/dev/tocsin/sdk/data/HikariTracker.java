package dev.tocsin.sdk.data;

import com.zaxxer.hikari.metrics.IMetricsTracker;
import dev.tocsin.sdk.pool.ConnectionPool;
import dev.tocsin.sdk.pool.PoolFigures;

/// Counts the failures of a pool. HikariCP reports every failed acquisition as a timeout, also when
/// the database refuses; a pool that is in use to its last connection tells the two apart.
final class HikariTracker implements IMetricsTracker {

  private final IMetricsTracker micrometer;
  private final ConnectionPool pool;
  private final DataMetrics metrics;

  HikariTracker(IMetricsTracker micrometer, ConnectionPool pool, DataMetrics metrics) {
    this.micrometer = micrometer;
    this.pool = pool;
    this.metrics = metrics;
  }

  @Override
  public void recordConnectionCreatedMillis(long millis) {
    micrometer.recordConnectionCreatedMillis(millis);
  }

  @Override
  public void recordConnectionAcquiredNanos(long nanos) {
    micrometer.recordConnectionAcquiredNanos(nanos);
  }

  @Override
  public void recordConnectionUsageMillis(long millis) {
    micrometer.recordConnectionUsageMillis(millis);
  }

  @Override
  public void recordConnectionTimeout() {
    micrometer.recordConnectionTimeout();
    PoolFigures figures = pool.getConnectionPoolMetrics();
    metrics.connectionErrors(pool.name()).add();
    if (figures.active() >= figures.max()) {
      metrics.recordAcquisitionTimeout();
    }
  }

  @Override
  public void close() {
    try {
      micrometer.close();
    } catch (Exception e) {
      throw new IllegalStateException("HikariCP's tracker could not be closed", e);
    }
  }
}
