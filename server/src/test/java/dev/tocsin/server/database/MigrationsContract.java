package dev.tocsin.server.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// Our migrations, held to what Flyway does with the same scripts.
abstract class MigrationsContract {
  private static final MigrationScript FIRST =
      MigrationScript.of("V001__first.sql", "CREATE TABLE one (a INT);\nCREATE TABLE two (a INT);");
  private static final MigrationScript SECOND =
      MigrationScript.of(
          "V002__second.sql", "-- a remark; with a semicolon\nINSERT INTO two VALUES (2);");

  private static final MigrationScript SECOND_ALONE =
      MigrationScript.of("V002__second.sql", "CREATE TABLE three (a INT);");

  private DataSource source;

  abstract DataSource fresh(Path folder);

  static final class SqliteTest extends MigrationsContract {
    @Override
    DataSource fresh(Path folder) {
      var config = new SQLiteConfig();
      config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
      config.setBusyTimeout(15_000);
      var source = new SQLiteDataSource(config);
      source.setUrl("jdbc:sqlite:" + folder.resolve("fresh.db"));
      return source;
    }
  }

  static final class PostgresTest extends MigrationsContract {
    @Override
    DataSource fresh(Path folder) {
      var source = new PGSimpleDataSource();
      source.setUrl(TestDatabases.postgresOptions().jdbcUrl());
      return source;
    }
  }

  @BeforeEach
  void freshDatabase(@TempDir Path folder) {
    source = fresh(folder);
  }

  private void apply(MigrationScript... scripts) throws SQLException {
    try (var connection = source.getConnection()) {
      new Migrations(List.of(scripts)).apply(connection);
    }
  }

  private int count(String table) throws SQLException {
    try (var connection = source.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private Flyway flyway() {
    return Flyway.configure().dataSource(source).locations("classpath:db/migration").load();
  }

  @Test
  void flywayFindsNothingLeftToDoAndNothingToComplainOf() throws Exception {
    apply(MigrationScript.shipped().toArray(MigrationScript[]::new));
    flyway().validate();
    assertEquals(0, flyway().migrate().migrationsExecuted);
  }

  @Test
  void aDatabaseThatFlywayMigratedIsUpToDate() throws Exception {
    flyway().migrate();
    int before = count("flyway_schema_history");
    apply(MigrationScript.shipped().toArray(MigrationScript[]::new));
    assertEquals(before, count("flyway_schema_history"));
  }

  @Test
  void eachScriptRunsOnceAndWhole() throws Exception {
    apply(FIRST);
    apply(FIRST, SECOND);
    apply(FIRST, SECOND);
    assertEquals(0, count("one"));
    assertEquals(1, count("two"));
    assertEquals(2, count("flyway_schema_history"));
  }

  @Test
  void aScriptThatFailsIsNamedAndLeavesNothingBehind() throws Exception {
    var broken = MigrationScript.of("V002__broken.sql", "CREATE TABLE three (a INT);\nNONSENSE;");
    var failure = assertThrows(DatabaseException.class, () -> apply(FIRST, broken));
    assertTrue(failure.getMessage().contains("V002__broken.sql"), failure.getMessage());
    apply(FIRST, SECOND);
    assertThrows(SQLException.class, () -> count("three"));
  }

  @Test
  void aScriptThatWasChangedAfterItRanIsRefused() throws Exception {
    apply(FIRST);
    var changed = MigrationScript.of(FIRST.name(), FIRST.sql() + "\nCREATE TABLE three (a INT);");
    var failure = assertThrows(DatabaseException.class, () -> apply(changed));
    assertTrue(failure.getMessage().contains("was changed after it ran"), failure.getMessage());
  }

  @Test
  void aScriptThatWasLeftOutIsRefused() throws Exception {
    apply(SECOND_ALONE);
    var failure = assertThrows(DatabaseException.class, () -> apply(FIRST, SECOND_ALONE));
    assertTrue(
        failure.getMessage().contains("V001__first.sql was never run"), failure.getMessage());
  }

  @Test
  void anEarlierReleaseStartsOnTheTablesOfALaterOne() throws Exception {
    apply(FIRST, SECOND);
    apply(FIRST);
    assertEquals(2, count("flyway_schema_history"));
  }

  @Test
  void replicasThatStartTogetherRunEachScriptOnce() throws Exception {
    var starts = new ArrayList<Callable<Void>>();
    for (int replica = 0; replica < 4; replica++) {
      starts.add(
          () -> {
            apply(FIRST, SECOND);
            return null;
          });
    }
    try (var pool = Executors.newFixedThreadPool(starts.size())) {
      for (var start : pool.invokeAll(starts)) {
        start.get();
      }
    }
    assertEquals(1, count("two"));
    assertFalse(count("flyway_schema_history") > 2);
  }
}
