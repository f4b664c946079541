package dev.tocsin.sdk.data;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import dev.tocsin.sdk.metrics.Telemetry;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The pool of HikariCP, read by its own management bean.
public final class HikariConnectionPool implements ConnectionPool {

  private static final Logger LOG = LoggerFactory.getLogger(HikariConnectionPool.class);

  private final String name;
  private final HikariDataSource dataSource;

  private HikariConnectionPool(String name, HikariDataSource dataSource) {
    this.name = name;
    this.dataSource = dataSource;
  }

  /// Publishes the pool, counts its failures, and lets HikariCP's own Micrometer binding record how
  /// long connections are waited for and held. When the application has set a tracker of its own,
  /// that one stays and failures are not counted here.
  ///
  /// @param name what the pool is called in figures; the pool's own name may be generated
  public static ConnectionPool watch(
      String name, HikariDataSource dataSource, DataMetrics metrics, Telemetry telemetry) {
    HikariConnectionPool pool = new HikariConnectionPool(name, dataSource);
    metrics.watch(pool);
    MicrometerMetricsTrackerFactory micrometer =
        new MicrometerMetricsTrackerFactory(telemetry.registry());
    try {
      dataSource.setMetricsTrackerFactory(
          (hikariName, stats) ->
              new HikariTracker(micrometer.create(hikariName, stats), pool, metrics));
    } catch (IllegalStateException e) {
      LOG.warn("Pool {} has a metrics tracker already; its failures are not counted.", name);
    }
    return pool;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int active() {
    return read(HikariPoolMXBean::getActiveConnections);
  }

  @Override
  public int idle() {
    return read(HikariPoolMXBean::getIdleConnections);
  }

  @Override
  public int waiting() {
    return read(HikariPoolMXBean::getThreadsAwaitingConnection);
  }

  @Override
  public int max() {
    return dataSource.isClosed() ? 0 : dataSource.getMaximumPoolSize();
  }

  private int read(ToIntFunction<HikariPoolMXBean> figure) {
    HikariPoolMXBean bean = dataSource.isClosed() ? null : dataSource.getHikariPoolMXBean();
    return bean == null ? 0 : figure.applyAsInt(bean);
  }
}
