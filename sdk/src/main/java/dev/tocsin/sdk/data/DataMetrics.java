package dev.tocsin.sdk.data;

import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.GaugeFamily;
import dev.tocsin.sdk.metrics.HistogramFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.pool.ConnectionErrors;
import dev.tocsin.sdk.pool.ConnectionPool;
import dev.tocsin.sdk.pool.PoolFigures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The metrics of databases: pools and queries. The gauges of the pool are read from the live pools
/// at each scrape.
public final class DataMetrics {

  /// The most pools that are watched; further ones are left out and told of in the log.
  public static final int MAX_POOLS = 20;

  private static final Logger LOG = LoggerFactory.getLogger(DataMetrics.class);
  private static final double NANOS_PER_SECOND = 1e9;

  private final GaugeFamily connections;
  private final CounterFamily connectionErrors;
  private final CounterFamily acquisitionTimeouts;
  private final HistogramFamily durations;
  private final CounterFamily slowQueries;
  private final CounterFamily failures;
  private final Map<String, ConnectionErrors> errors = new ConcurrentHashMap<>();
  private final List<ConnectionPool> pools = new CopyOnWriteArrayList<>();

  public DataMetrics(Telemetry telemetry) {
    connections = telemetry.gauge("database_connection_pool_size");
    connectionErrors = telemetry.counter("db_pool_connection_errors_total");
    acquisitionTimeouts = telemetry.counter("db_pool_acquisition_timeouts_total");
    durations = telemetry.histogram("database_query_duration_seconds");
    slowQueries = telemetry.counter("db_slow_queries_total");
    failures = telemetry.counter("db_query_failures_total");
  }

  /// Publishes a pool from now on; pools are added up.
  public synchronized void watch(ConnectionPool pool) {
    if (pools.size() >= MAX_POOLS) {
      LOG.warn("Pool {} is not watched: there are {} already.", pool.name(), MAX_POOLS);
      return;
    }
    pools.add(pool);
    if (pools.size() == 1) {
      connections.observe(() -> sum(PoolFigures::active), "active");
      connections.observe(() -> sum(PoolFigures::idle), "idle");
      connections.observe(() -> sum(PoolFigures::waiting), "waiting");
      connections.observe(() -> sum(PoolFigures::max), "max");
    }
  }

  /// How each pool is used now, by its name.
  public Map<String, PoolFigures> getConnectionPoolMetrics() {
    Map<String, PoolFigures> figures = new LinkedHashMap<>();
    pools.forEach(pool -> figures.put(pool.name(), pool.getConnectionPoolMetrics()));
    return figures;
  }

  /// The count of a data source's failures to give a connection; each of them is in
  /// `db_pool_connection_errors_total` too.
  ///
  /// @param pool the name under which the data source is watched
  public ConnectionErrors connectionErrors(String pool) {
    return errors.computeIfAbsent(
        pool, any -> new ConnectionErrors(() -> connectionErrors.increment()));
  }

  /// A connection could not be had because all of the pool were in use until the time ran out.
  /// Counted beside [#connectionErrors].
  public void recordAcquisitionTimeout() {
    acquisitionTimeouts.increment();
  }

  void recordQuery(SqlStatement statement, long nanos) {
    double seconds = (double) nanos / NANOS_PER_SECOND;
    durations.record(seconds, statement.operation(), statement.table());
  }

  void recordSlow(SqlStatement statement) {
    slowQueries.increment(statement.operation(), statement.table());
  }

  void recordFailure(SqlStatement statement) {
    failures.increment(statement.operation());
  }

  private double sum(ToIntFunction<PoolFigures> figure) {
    return (double)
        pools.stream().map(ConnectionPool::getConnectionPoolMetrics).mapToInt(figure).sum();
  }
}
