package dev.tocsin.server.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Fresh databases of both kinds. PostgreSQL is a real server, started once for all tests.
public final class TestDatabases {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private TestDatabases() {}

  private static final class Postgres {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        var server = EmbeddedPostgres.builder().start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void stop(EmbeddedPostgres server) {
      try {
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public static Database sqlite(Path folder) {
    return Database.open(DatabaseOptions.sqlite(folder));
  }

  /// A database of its own on the shared server.
  public static Database postgres() {
    return Database.open(postgresOptions());
  }

  /// The address of a new, empty database on the shared server.
  public static DatabaseOptions postgresOptions() {
    var name = "test" + COUNT.incrementAndGet();
    try (var connection = Postgres.SERVER.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    var url = Postgres.SERVER.getJdbcUrl("postgres", name);
    return new DatabaseOptions(url, Optional.empty(), Optional.empty());
  }
}
