package dev.tocsin.sdk.data;

import dev.tocsin.sdk.metrics.MetricsArea;
import dev.tocsin.sdk.pool.PoolFigures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The figures of the database: each pool with its utilisation, and the slow statements.
public final class DatabaseArea implements MetricsArea {

  private static final int SLOW_STATEMENTS = 20;

  private final DataMetrics metrics;
  private final @Nullable QueryMonitor queries;

  /// @param queries null when queries are not watched
  public DatabaseArea(DataMetrics metrics, @Nullable QueryMonitor queries) {
    this.metrics = metrics;
    this.queries = queries;
  }

  @Override
  public String name() {
    return "database";
  }

  @Override
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    List<Object> pools = new ArrayList<>();
    metrics.getConnectionPoolMetrics().forEach((name, use) -> pools.add(pool(name, use)));
    figures.put("pools", pools);
    QueryMonitor monitor = queries;
    if (monitor != null) {
      List<Object> slow = new ArrayList<>();
      monitor.slowStatements(SLOW_STATEMENTS).forEach(use -> slow.add(statement(use)));
      figures.put("slowStatements", slow);
    }
    return figures;
  }

  private static Map<String, Object> pool(String name, PoolFigures pool) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("name", name);
    figures.put("active", pool.active());
    figures.put("idle", pool.idle());
    figures.put("waiting", pool.waiting());
    figures.put("max", pool.max());
    figures.put("utilisationPercent", pool.utilisationPercent());
    return figures;
  }

  private static Map<String, Object> statement(StatementUse use) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("statement", use.statement());
    figures.put("operation", use.operation());
    figures.put("table", use.table());
    figures.put("count", use.runs().all());
    figures.put("slow", use.runs().slow());
    figures.put("failed", use.runs().failed());
    figures.put("p95Millis", use.p95Millis());
    figures.put("maxMillis", use.maxMillis());
    return figures;
  }
}
