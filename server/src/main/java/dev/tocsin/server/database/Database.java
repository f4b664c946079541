package dev.tocsin.server.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tocsin.server.config.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// The state of the product. Opened once; migrates itself.
///
/// SQLite runs in WAL mode with full synchronisation: a commit survives the death of the process
/// and of the machine. Writing transactions take SQLite's write lock at their start, so that two of
/// them wait for each other instead of failing half-way.
///
/// Instants are stored as epoch milliseconds (BIGINT), ids as UUIDv7 text, flags as 0 and 1
/// (INTEGER), lists and mappings as JSON text.
public final class Database implements AutoCloseable {
  private static final int SQLITE_CONNECTIONS = 4;
  private static final int POSTGRES_CONNECTIONS = 10;
  private static final int BUSY_TIMEOUT_MILLIS = 15_000;
  private static final long CONNECT_TIMEOUT_MILLIS = 20_000;

  private final HikariDataSource source;
  private final Jdbi jdbi;
  private final boolean sqlite;

  /// SQLite has one writer at a time and lets the others poll for their turn, in no order; on a
  /// slow disk some of them poll until they give up. Waiting here is fair and ends by itself.
  private final ReentrantLock turn = new ReentrantLock(true);

  private Database(HikariDataSource source, boolean sqlite) {
    this.source = source;
    this.sqlite = sqlite;
    this.jdbi = Jdbi.create(source);
  }

  /// Connects and brings the tables up to date.
  ///
  /// @throws DatabaseException if it cannot be reached or its tables cannot be brought up to date
  public static Database open(DatabaseOptions options) {
    HikariDataSource source;
    try {
      source = new HikariDataSource(pool(options));
    } catch (RuntimeException e) {
      throw new DatabaseException(
          "cannot open the database " + options.place() + ": " + rootMessage(e), e);
    }
    try {
      migrate(source);
      return new Database(source, options.isSqlite());
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private static HikariConfig pool(DatabaseOptions options) {
    var pool = new HikariConfig();
    pool.setPoolName("tocsin");
    pool.setJdbcUrl(options.jdbcUrl());
    options.user().ifPresent(pool::setUsername);
    options.password().map(Secret::reveal).ifPresent(pool::setPassword);
    pool.setConnectionTimeout(CONNECT_TIMEOUT_MILLIS);
    if (options.isSqlite()) {
      pool.setMaximumPoolSize(SQLITE_CONNECTIONS);
      pool.setDataSourceProperties(sqliteSettings());
    } else {
      pool.setMaximumPoolSize(POSTGRES_CONNECTIONS);
      pool.setMinimumIdle(1);
    }
    return pool;
  }

  private static Properties sqliteSettings() {
    var settings = new Properties();
    settings.setProperty("journal_mode", "WAL");
    settings.setProperty("synchronous", "FULL");
    settings.setProperty("foreign_keys", "true");
    settings.setProperty("transaction_mode", "IMMEDIATE");
    settings.setProperty("busy_timeout", Integer.toString(BUSY_TIMEOUT_MILLIS));
    return settings;
  }

  private static void migrate(DataSource source) {
    try {
      Flyway.configure()
          .dataSource(source)
          .locations("classpath:db/migration")
          .validateMigrationNaming(true)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new DatabaseException("cannot bring the tables up to date: " + rootMessage(e), e);
    }
  }

  private static String rootMessage(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  /// Short reads and single statements.
  public Jdbi jdbi() {
    return jdbi;
  }

  /// Work that happens wholly or not at all. The work may be run again after a conflict, so it must
  /// not have other effects.
  public <T> T transaction(Function<Handle, T> work) {
    if (!sqlite) {
      return jdbi.inTransaction(work::apply);
    }
    turn.lock();
    try {
      return jdbi.inTransaction(work::apply);
    } finally {
      turn.unlock();
    }
  }

  /// A plain connection, for hot paths.
  public Connection connection() throws SQLException {
    return source.getConnection();
  }

  /// The connections, for the health check.
  public DataSource dataSource() {
    return source;
  }

  /// The end of a `SELECT` that claims rows: on PostgreSQL other claimers skip rows that are being
  /// claimed; SQLite has one writer at a time and needs nothing.
  public String skipLocked() {
    return sqlite ? "" : " FOR UPDATE SKIP LOCKED";
  }

  @Override
  public void close() {
    source.close();
  }
}
