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
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteJDBCLoader;

/// The state of the product. Opened once; migrates itself.
///
/// SQLite runs in WAL mode with full synchronisation: a commit survives the death of the process
/// and of the machine. It has one writer at a time, so there is one connection that writes; the
/// others refuse to. Who waits for SQLite's own lock instead polls inside native code, where a
/// virtual thread keeps its carrier: two of them can keep the holder of the lock from ever going
/// on.
///
/// Instants are stored as epoch milliseconds (BIGINT), ids as UUIDv7 text, flags as 0 and 1
/// (INTEGER), lists and mappings as JSON text.
public final class Database implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Database.class.getName());
  private static final int SQLITE_READERS = 3;
  private static final int POSTGRES_CONNECTIONS = 10;
  private static final int BUSY_TIMEOUT_MILLIS = 15_000;
  private static final long CONNECT_TIMEOUT_MILLIS = 20_000;

  private final HikariDataSource writing;
  private final HikariDataSource reading;
  private final Jdbi writer;
  private final Jdbi reader;
  private final boolean sqlite;

  /// Whose turn it is to write on SQLite: in order, and for as long as it takes.
  private final ReentrantLock turn = new ReentrantLock(true);

  private Database(HikariDataSource writing, HikariDataSource reading, boolean sqlite) {
    this.writing = writing;
    this.reading = reading;
    this.sqlite = sqlite;
    this.writer = Jdbi.create(writing);
    this.reader = Jdbi.create(reading);
  }

  /// Unpacks and links SQLite's native library on a thread of its own, while the caller reads its
  /// configuration. Nothing depends on it.
  public static void loadAhead() {
    Thread.ofPlatform().daemon().name("load-sqlite").start(Database::loadSqlite);
  }

  private static void loadSqlite() {
    try {
      SQLiteJDBCLoader.initialize();
    } catch (Exception e) {
      LOG.log(System.Logger.Level.DEBUG, "SQLite is loaded when it is needed", e);
    }
  }

  /// Connects and brings the tables up to date.
  ///
  /// @throws DatabaseException if it cannot be reached or its tables cannot be brought up to date
  public static Database open(DatabaseOptions options) {
    return options.isSqlite() ? openSqlite(options) : openPostgres(options);
  }

  private static Database openSqlite(DatabaseOptions options) {
    var unpooled = new SQLiteDataSource(new SQLiteConfig(sqliteSettings()));
    unpooled.setUrl(options.jdbcUrl());
    migrate(unpooled, options);
    var writing = connect(pool(options, "tocsin", 1), options);
    var readers = pool(options, "tocsin-read", SQLITE_READERS);
    readers.setConnectionInitSql("PRAGMA query_only = true");
    try {
      return new Database(writing, connect(readers, options), true);
    } catch (RuntimeException e) {
      writing.close();
      throw e;
    }
  }

  private static Database openPostgres(DatabaseOptions options) {
    var pool = pool(options, "tocsin", POSTGRES_CONNECTIONS);
    pool.setMinimumIdle(1);
    var source = connect(pool, options);
    try {
      migrate(source, options);
      return new Database(source, source, false);
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private static HikariConfig pool(DatabaseOptions options, String name, int connections) {
    var pool = new HikariConfig();
    pool.setPoolName(name);
    pool.setJdbcUrl(options.jdbcUrl());
    options.user().ifPresent(pool::setUsername);
    options.password().map(Secret::reveal).ifPresent(pool::setPassword);
    pool.setConnectionTimeout(CONNECT_TIMEOUT_MILLIS);
    pool.setMaximumPoolSize(connections);
    if (options.isSqlite()) {
      pool.setDataSourceProperties(sqliteSettings());
    }
    return pool;
  }

  private static HikariDataSource connect(HikariConfig pool, DatabaseOptions options) {
    try {
      return new HikariDataSource(pool);
    } catch (RuntimeException e) {
      throw cannotOpen(options, e);
    }
  }

  private static DatabaseException cannotOpen(DatabaseOptions options, Exception cause) {
    return new DatabaseException(
        "cannot open the database " + options.place() + ": " + rootMessage(cause), cause);
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

  private static void migrate(DataSource source, DatabaseOptions options) {
    try (Connection connection = source.getConnection()) {
      new Migrations(MigrationScript.shipped()).apply(connection);
    } catch (SQLException e) {
      throw cannotOpen(options, e);
    }
  }

  private static String rootMessage(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  /// A short read. It cannot write: SQLite refuses.
  public <T> T read(Function<Handle, T> work) {
    return reader.withHandle(work::apply);
  }

  /// Work that happens wholly or not at all, and every other write. The work may be run again after
  /// a conflict, so it must not have other effects.
  public <T> T transaction(Function<Handle, T> work) {
    if (!sqlite) {
      return writer.inTransaction(work::apply);
    }
    turn.lock();
    try {
      return writer.inTransaction(work::apply);
    } finally {
      turn.unlock();
    }
  }

  /// The connections that read, for the health check.
  public DataSource dataSource() {
    return reading;
  }

  /// The end of a `SELECT` that claims rows: on PostgreSQL other claimers skip rows that are being
  /// claimed; SQLite has one writer at a time and needs nothing.
  public String skipLocked() {
    return sqlite ? "" : " FOR UPDATE SKIP LOCKED";
  }

  @Override
  public void close() {
    reading.close();
    writing.close();
  }
}
