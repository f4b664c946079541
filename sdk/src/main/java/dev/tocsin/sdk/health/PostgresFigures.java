package dev.tocsin.sdk.health;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/// What PostgreSQL tells about itself beside being there.
final class PostgresFigures {

  private static final String ACTIVE =
      "SELECT count(*) as active FROM pg_stat_activity WHERE state = 'active'";
  private static final String SIZE = "SELECT pg_database_size(current_database()) as size_bytes";
  private static final double BYTES_PER_MEGABYTE = 1024.0 * 1024.0;
  private static final double TENTHS = 10;

  private PostgresFigures() {}

  static Map<String, Object> read(Statement statement) throws SQLException {
    double megabytes = number(statement, SIZE) / BYTES_PER_MEGABYTE;
    return Map.of(
        "active_connections",
        number(statement, ACTIVE),
        "database_size_mb",
        Math.round(megabytes * TENTHS) / TENTHS);
  }

  private static long number(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
