package dev.tocsin.sdk.pool;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/// A pool of HikariCP.
public final class HikariPool implements ConnectionPool {

  private final String name;
  private final HikariDataSource dataSource;

  public HikariPool(String name, HikariDataSource dataSource) {
    this.name = name;
    this.dataSource = dataSource;
  }

  /// The pool behind a data source, also when that is wrapped.
  public static Optional<HikariPool> of(String name, DataSource dataSource) {
    try {
      return dataSource.isWrapperFor(HikariDataSource.class)
          ? Optional.of(new HikariPool(name, dataSource.unwrap(HikariDataSource.class)))
          : Optional.empty();
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  @Override
  public String name() {
    return name;
  }

  /// All zero but the maximum before the pool's first use, and all zero when it is closed.
  @Override
  public PoolFigures getConnectionPoolMetrics() {
    if (dataSource.isClosed()) {
      return new PoolFigures(0, 0, 0, 0);
    }
    HikariPoolMXBean pool = dataSource.getHikariPoolMXBean();
    int max = dataSource.getMaximumPoolSize();
    return pool == null
        ? new PoolFigures(0, 0, 0, max)
        : new PoolFigures(
            pool.getActiveConnections(),
            pool.getIdleConnections(),
            pool.getThreadsAwaitingConnection(),
            max);
  }
}
