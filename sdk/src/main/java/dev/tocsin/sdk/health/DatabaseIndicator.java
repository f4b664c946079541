package dev.tocsin.sdk.health;

import dev.tocsin.sdk.pool.ConnectionErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/// Asks a database for `SELECT 1` through the application's own pool, so an exhausted pool shows as
/// well. PostgreSQL also tells its active connections and its size.
public final class DatabaseIndicator implements HealthIndicator {

  private static final String POSTGRESQL = "PostgreSQL";

  private final String name;
  private final DataSource dataSource;
  private final Duration timeout;
  private final ConnectionErrors errors;

  public DatabaseIndicator(String name, DataSource dataSource, Duration timeout) {
    this(name, dataSource, timeout, new ConnectionErrors());
  }

  /// @param errors where attempts to get a connection that failed are counted
  public DatabaseIndicator(
      String name, DataSource dataSource, Duration timeout, ConnectionErrors errors) {
    this.name = name;
    this.dataSource = dataSource;
    this.timeout = timeout;
    this.errors = errors;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public IndicatorKind kind() {
    return IndicatorKind.DATABASE;
  }

  @Override
  public Duration timeout() {
    return timeout;
  }

  @Override
  public Map<String, Object> publicFigures() {
    return Map.of("connection_errors", errors.count());
  }

  @Override
  public HealthOutcome check() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout((int) Math.max(1, timeout.toSeconds()));
      statement.execute("SELECT 1");
      String product = connection.getMetaData().getDatabaseProductName();
      Map<String, Object> details = new HashMap<>();
      details.put("product", product);
      if (POSTGRESQL.equals(product)) {
        details.putAll(PostgresFigures.read(statement));
      }
      return new HealthOutcome.Up(details);
    }
  }

  private Connection connect() throws SQLException {
    try {
      return dataSource.getConnection();
    } catch (SQLException | RuntimeException e) {
      errors.seenByCaller();
      throw e;
    }
  }
}
