package dev.tocsin.sdk.data;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.pool.HikariPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The metrics of a pool of HikariCP.
public final class HikariMetrics {

  private static final Logger LOG = LoggerFactory.getLogger(HikariMetrics.class);

  private HikariMetrics() {}

  /// Publishes the pool, counts its failures, and lets HikariCP's own Micrometer binding record how
  /// long connections are waited for and held. When the application has set a tracker of its own,
  /// that one stays and failures are not counted here.
  ///
  /// @param name what the pool is called in figures; the pool's own name may be generated
  public static HikariPool watch(
      String name, HikariDataSource dataSource, DataMetrics metrics, Telemetry telemetry) {
    HikariPool pool = new HikariPool(name, dataSource);
    metrics.watch(pool);
    MicrometerMetricsTrackerFactory micrometer =
        new MicrometerMetricsTrackerFactory(telemetry.registry());
    try {
      dataSource.setMetricsTrackerFactory(
          (hikariName, stats) ->
              new HikariTracker(micrometer.create(hikariName, stats), pool, metrics));
      metrics.connectionErrors(name).toldByPool();
    } catch (IllegalStateException e) {
      LOG.warn("Pool {} has a metrics tracker already; its failures are not counted.", name);
    }
    return pool;
  }
}
