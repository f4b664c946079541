package dev.tocsin.sdk.health;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;

/// Asks a database for `SELECT 1` through the application's own pool, so an exhausted pool shows as
/// well.
public final class DatabaseIndicator implements HealthIndicator {

  private final String name;
  private final DataSource dataSource;
  private final Duration timeout;

  public DatabaseIndicator(String name, DataSource dataSource, Duration timeout) {
    this.name = name;
    this.dataSource = dataSource;
    this.timeout = timeout;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Duration timeout() {
    return timeout;
  }

  @Override
  public HealthOutcome check() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout((int) Math.max(1, timeout.toSeconds()));
      statement.execute("SELECT 1");
      String product = connection.getMetaData().getDatabaseProductName();
      return new HealthOutcome.Up(Map.of("product", product));
    }
  }
}
