package dev.tocsin.server.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.ManualClock;
import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  private static DatabaseOptions options(String url) {
    var problems = new Problems();
    var section = ConfigFile.parse("t.yml", "url: \"" + url + "\"", Map.of(), problems);
    var options = DatabaseOptions.read(section, Optional.empty(), Path.of("data"));
    problems.throwIfAny();
    return options;
  }

  @Test
  void aPostgresAddressBecomesAJdbcAddressWithoutThePassword() {
    var options = options("postgres://tocsin:s3cret@db.example:5433/ops?sslmode=require");
    assertEquals("jdbc:postgresql://db.example:5433/ops?sslmode=require", options.jdbcUrl());
    assertEquals(Optional.of("tocsin"), options.user());
    assertFalse(options.toString().contains("s3cret"), options.toString());
  }

  @Test
  void withoutAnAddressTheStateIsInTheDataFolder() {
    var options =
        DatabaseOptions.read(
            dev.tocsin.server.config.Settings.empty(new Problems()),
            Optional.empty(),
            Path.of("data"));
    assertEquals("jdbc:sqlite:data/tocsin.db", options.jdbcUrl());
  }

  @Test
  void aDatabaseThatCannotBeReachedIsNamedWithoutThePassword(@TempDir Path folder)
      throws Exception {
    var file = Files.createFile(folder.resolve("file"));
    var failure =
        assertThrows(DatabaseException.class, () -> Database.open(DatabaseOptions.sqlite(file)));
    assertTrue(failure.getMessage().contains("cannot open the database"), failure.getMessage());
  }

  @Test
  void stateIsThereAgainAfterReopening(@TempDir Path folder) {
    var clock = new ManualClock();
    try (var database = TestDatabases.sqlite(folder)) {
      assertTrue(new Leases(database, clock, "first").acquire("a", Duration.ofHours(1)));
    }
    try (var database = TestDatabases.sqlite(folder)) {
      assertFalse(new Leases(database, clock, "second").acquire("a", Duration.ofHours(1)));
    }
  }

  @Test
  void sqliteKeepsItsPromises(@TempDir Path folder) {
    try (var database = TestDatabases.sqlite(folder)) {
      assertEquals("wal", pragma(database, "journal_mode"));
      assertEquals("2", pragma(database, "synchronous"), "full");
      assertEquals("15000", pragma(database, "busy_timeout"));
    }
  }

  @Test
  void aReadThatWritesIsRefused(@TempDir Path folder) {
    try (var database = TestDatabases.sqlite(folder)) {
      var failure =
          assertThrows(
              UnableToExecuteStatementException.class,
              () -> database.read(it -> it.execute("INSERT INTO leases VALUES ('a', 'me', 1)")));
      assertTrue(failure.getMessage().contains("readonly"), failure.getMessage());
    }
  }

  /// Twice as many writers as processors, each of them leaving its processor between two writes.
  /// Writers that wait for SQLite's lock inside native code hold their processors, and the one with
  /// the lock gets none until they give up.
  @Test
  void writersOnVirtualThreadsNeverStarveEachOther(@TempDir Path folder) throws Exception {
    int writers = 2 * Runtime.getRuntime().availableProcessors();
    int rounds = 20;
    try (var database = TestDatabases.sqlite(folder);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<?>>();
      for (int writer = 0; writer < writers; writer++) {
        var leases = new Leases(database, new ManualClock(), "holder" + writer);
        all.add(
            threads.submit(
                () -> {
                  for (int round = 0; round < rounds; round++) {
                    leases.acquire("lease", Duration.ofHours(1));
                    database.transaction(DatabaseTest::leaveTheProcessor);
                  }
                }));
      }
      for (var writer : all) {
        writer.get();
      }
    }
  }

  private static int leaveTheProcessor(Handle handle) {
    handle.execute("DELETE FROM leases WHERE name = 'none'");
    LockSupport.parkNanos(100_000);
    return handle.execute("DELETE FROM leases WHERE name = 'none either'");
  }

  private static String pragma(Database database, String name) {
    return database.read(handle -> handle.createQuery("PRAGMA " + name).mapTo(String.class).one());
  }

  @Test
  void idsSortByTimeOfCreationAndSayVersionSeven() {
    var clock = new ManualClock();
    var ids = new Ids(clock);
    var first = ids.next();
    clock.advance(Duration.ofMillis(1));
    var second = ids.next();
    assertTrue(first.compareTo(second) < 0, first + " " + second);
    var parsed = java.util.UUID.fromString(second);
    assertEquals(7, parsed.version());
    assertEquals(2, parsed.variant());
    assertEquals(second, parsed.toString());
  }
}
