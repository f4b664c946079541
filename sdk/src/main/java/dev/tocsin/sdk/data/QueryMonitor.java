package dev.tocsin.sdk.data;

import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Times queries by operation and table, keeps the slow ones with their figures, and logs: every
/// slow and every failed query, and a share of the others. Values never appear: statements are
/// shown without literals, and of a failure only its class and SQLState, because a database's
/// message may quote a row.
public final class QueryMonitor {

  /// Statements whose figures are kept apart; the rest share those of `other`.
  public static final int MAX_STATEMENTS = 500;

  private static final int MAX_PARSED = 1_000;
  private static final int MAX_PARSED_LENGTH = 10_000;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final Logger LOG = LoggerFactory.getLogger("dev.tocsin.sdk.data.query");

  private final DataMetrics metrics;
  private final QueryOptions options;
  private final long slowNanos;
  private final Map<String, SqlStatement> parsed = new ConcurrentHashMap<>();
  private final Map<String, StatementFigures> figures = new ConcurrentHashMap<>();
  private final StatementFigures rest =
      new StatementFigures(
          new SqlStatement(SqlStatement.OTHER, SqlStatement.OTHER, SqlStatement.UNKNOWN));

  public QueryMonitor(DataMetrics metrics, QueryOptions options) {
    this.metrics = metrics;
    this.options = options;
    this.slowNanos = options.slowThreshold().toNanos();
  }

  /// A query ended.
  ///
  /// @param failure why it failed; null when it did not
  public void record(String sql, long nanos, @Nullable Throwable failure) {
    SqlStatement statement = statement(sql);
    StatementFigures ofStatement = figures(statement);
    metrics.recordQuery(statement, nanos);
    ofStatement.add(nanos);
    boolean slow = nanos >= slowNanos;
    if (slow) {
      metrics.recordSlow(statement);
      ofStatement.addSlow();
    }
    if (failure != null) {
      metrics.recordFailure(statement);
      ofStatement.addFailed();
      logFailed(statement, nanos, failure);
    } else if (slow) {
      LOG.warn("Slow query, {} ms: {}", millis(nanos), statement.text());
    } else if (options.logShare() > 0 && options.random().getAsDouble() < options.logShare()) {
      LOG.info("Query, {} ms: {}", millis(nanos), statement.text());
    }
  }

  /// The statements that were slow at least once, the slowest first.
  public List<StatementUse> slowStatements(int limit) {
    return figures.values().stream()
        .filter(StatementFigures::wasSlow)
        .map(StatementFigures::use)
        .sorted(Comparator.comparingDouble(StatementUse::p95Millis).reversed())
        .limit(limit)
        .toList();
  }

  private SqlStatement statement(String sql) {
    SqlStatement known = parsed.get(sql);
    if (known != null) {
      return known;
    }
    SqlStatement read = SqlStatement.of(sql);
    if (parsed.size() < MAX_PARSED && sql.length() <= MAX_PARSED_LENGTH) {
      parsed.put(sql, read);
    }
    return read;
  }

  private StatementFigures figures(SqlStatement statement) {
    StatementFigures known = figures.get(statement.text());
    if (known != null) {
      return known;
    }
    return figures.size() < MAX_STATEMENTS
        ? figures.computeIfAbsent(statement.text(), text -> new StatementFigures(statement))
        : rest;
  }

  private static void logFailed(SqlStatement statement, long nanos, Throwable failure) {
    Throwable cause = failure.getCause();
    Throwable shown = failure instanceof SQLException || cause == null ? failure : cause;
    String state = shown instanceof SQLException sql ? sql.getSQLState() : "none";
    LOG.warn(
        "Query failed, {} ms, {}, SQLState {}: {}",
        millis(nanos),
        shown.getClass().getSimpleName(),
        state,
        statement.text());
  }

  private static long millis(long nanos) {
    return Math.round((double) nanos / NANOS_PER_MILLI);
  }
}
