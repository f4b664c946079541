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
import java.util.Map;
import java.util.Optional;
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

  private static String pragma(Database database, String name) {
    return database
        .jdbi()
        .withHandle(handle -> handle.createQuery("PRAGMA " + name).mapTo(String.class).one());
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
