package dev.tocsin.sdk.usage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The tables `llm_usage_*`: creates them, reads the daily aggregate, and compares it with the
/// events.
public final class UsageLedger {

  /// Rows per answer.
  public static final int MAX_ROWS = 1_000;

  private static final String SUMS =
      " SUM(calls), SUM(zero_cost_calls), SUM(input_tokens), SUM(output_tokens),"
          + " SUM(input_nanos), SUM(output_nanos)";

  private final Sql sql;

  public UsageLedger(DataSource database) {
    this.sql = new Sql(database);
  }

  Sql sql() {
    return sql;
  }

  /// Creates what is not there yet. Applications with migrations of their own copy
  /// `dev/tocsin/sdk/usage/schema.sql` into them instead.
  public void createTables() throws SQLException {
    String schema =
        schema().lines().filter(line -> !line.startsWith("--")).reduce("", String::concat);
    sql.inTransaction(
        (connection, again) -> {
          for (String statement : schema.split(";")) {
            Sql.update(connection, statement);
          }
          return true;
        });
  }

  /// The aggregate of a day by provider, model and source, all users together, the dearest first.
  public List<UsageRow> totals(LocalDate day) throws SQLException {
    return sql.query(
        UsageLedger::row,
        "SELECT '*', provider, model, source, currency,"
            + SUMS
            + " FROM llm_usage_daily WHERE usage_day = ? GROUP BY provider, model, source, currency"
            + " ORDER BY SUM(input_nanos) + SUM(output_nanos) DESC, provider, model, source LIMIT"
            + " ?",
        day.toString(),
        MAX_ROWS);
  }

  /// The aggregate of a day and user.
  public List<UsageRow> ofUser(LocalDate day, String user) throws SQLException {
    return sql.query(
        UsageLedger::row,
        "SELECT user_id, provider, model, source, currency, calls, zero_cost_calls, input_tokens,"
            + " output_tokens, input_nanos, output_nanos FROM llm_usage_daily"
            + " WHERE user_id = ? AND usage_day = ? ORDER BY provider, model, source LIMIT ?",
        user,
        day.toString(),
        MAX_ROWS);
  }

  /// Where events and aggregate of a day differ: the events' figures less the aggregate's, at most
  /// [#MAX_ROWS]. Empty when the books are right.
  public List<UsageRow> differences(LocalDate day) throws SQLException {
    return sql.query(
        UsageLedger::row,
        "SELECT user_id, provider, model, source, currency,"
            + SUMS
            + " FROM (SELECT user_id, provider, model, source, currency, 1 AS calls,"
            + " CASE WHEN input_nanos + output_nanos = 0 AND input_tokens + output_tokens > 0"
            + " THEN 1 ELSE 0 END AS zero_cost_calls, input_tokens, output_tokens, input_nanos,"
            + " output_nanos FROM llm_usage_event WHERE usage_day = ?"
            + " UNION ALL SELECT user_id, provider, model, source, currency, -calls,"
            + " -zero_cost_calls, -input_tokens, -output_tokens, -input_nanos, -output_nanos"
            + " FROM llm_usage_daily WHERE usage_day = ?) both_sides"
            + " GROUP BY user_id, provider, model, source, currency"
            + " HAVING SUM(calls) <> 0 OR SUM(zero_cost_calls) <> 0 OR SUM(input_tokens) <> 0"
            + " OR SUM(output_tokens) <> 0 OR SUM(input_nanos) <> 0 OR SUM(output_nanos) <> 0"
            + " ORDER BY user_id, provider, model, source LIMIT ?",
        day.toString(),
        day.toString(),
        MAX_ROWS);
  }

  private static UsageRow row(ResultSet row) throws SQLException {
    UsageSums sums =
        new UsageSums(
            row.getLong(6),
            row.getLong(7),
            row.getLong(8),
            row.getLong(9),
            Cost.decimal(row.getLong(10)),
            Cost.decimal(row.getLong(11)));
    return new UsageRow(
        row.getString(1),
        new ModelId(row.getString(2), row.getString(3)),
        UsageSource.valueOf(row.getString(4).toUpperCase(Locale.ROOT)),
        row.getString(5),
        sums);
  }

  private static String schema() {
    try (@Nullable InputStream stream = UsageLedger.class.getResourceAsStream("schema.sql")) {
      return new String(
          Objects.requireNonNull(stream, "schema.sql").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("BUG: schema.sql cannot be read", e);
    }
  }
}
