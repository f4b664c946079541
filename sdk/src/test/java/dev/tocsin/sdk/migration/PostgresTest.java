package dev.tocsin.sdk.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tocsin.sdk.health.DatabaseIndicator;
import dev.tocsin.sdk.health.HealthAnswer;
import dev.tocsin.sdk.health.HealthEngine;
import dev.tocsin.sdk.health.HealthOptions;
import dev.tocsin.sdk.health.HealthOutcome;
import dev.tocsin.sdk.health.HealthStatus;
import dev.tocsin.sdk.health.StartupGate;
import dev.tocsin.sdk.pool.ConnectionErrors;
import dev.tocsin.sdk.pool.HikariPool;
import dev.tocsin.sdk.pool.PoolFigures;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The database, its pool and its migrations on a real PostgreSQL.
class PostgresTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static EmbeddedPostgres postgres;

  @TempDir Path migrations;

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @Test
  void postgresTellsItsActiveConnectionsAndItsSize() throws Exception {
    HealthOutcome outcome =
        new DatabaseIndicator("database", postgres.getPostgresDatabase(), TIMEOUT).check();

    assertEquals(HealthStatus.UP, outcome.status());
    assertTrue((long) outcome.details().get("active_connections") >= 1);
    assertTrue((double) outcome.details().get("database_size_mb") > 1);
  }

  @Test
  void anExhaustedPoolShowsInItsFiguresAndAsErrors() throws Exception {
    ConnectionErrors errors = new ConnectionErrors();
    try (HikariDataSource dataSource = new HikariDataSource(pool(2))) {
      DatabaseIndicator indicator = new DatabaseIndicator("database", dataSource, TIMEOUT, errors);
      HikariPool pool = new HikariPool("shop", dataSource);
      try (Connection first = dataSource.getConnection();
          Connection second = dataSource.getConnection()) {
        assertFalse(first.isClosed() || second.isClosed());
        PoolFigures figures = pool.getConnectionPoolMetrics();
        assertEquals(new PoolFigures(2, 0, 0, 2), figures);
        assertEquals(100, figures.utilisationPercent());

        assertThrows(SQLException.class, indicator::check);
        assertEquals(1L, indicator.publicFigures().get("connection_errors"));
      }
      assertEquals(HealthStatus.UP, indicator.check().status());
      assertEquals(0, pool.getConnectionPoolMetrics().active());
    }
  }

  @Test
  void driftAloneMakesReadinessFailAndIsShown() throws Exception {
    DataSource database = postgres.getDatabase("postgres", "template1");
    ship("V1__shop.sql", "CREATE TABLE shop (id int)");
    ship("V2__price.sql", "ALTER TABLE shop ADD price int");
    flyway(database).migrate();
    assertEquals(200, readyz(database).httpStatus());

    ship("V3__stock.sql", "ALTER TABLE shop ADD stock int");
    JsonNode pending = migrations(readyz(database));
    assertEquals(503, readyz(database).httpStatus());
    assertTrue(pending.path("drift").asBoolean());
    assertEquals(3, pending.path("shipped").asInt());
    assertEquals(2, pending.path("applied").asInt());
    assertEquals(1, pending.path("pending").asInt());
    assertEquals(
        "migrations not applied: 3", new FlywayMigrations(flyway(database)).drift().summary());

    flyway(database).migrate();
    assertEquals(200, readyz(database).httpStatus());

    Files.delete(migrations.resolve("V3__stock.sql"));
    ship("V1__shop.sql", "CREATE TABLE shop (id bigint)");
    MigrationDrift edited = new FlywayMigrations(flyway(database)).drift();
    assertEquals(List.of("1", "3"), edited.foreign());
    assertEquals(503, readyz(database).httpStatus());
  }

  private static JsonNode migrations(HealthAnswer answer) throws IOException {
    return new ObjectMapper().readTree(answer.json()).at("/checks/migrations");
  }

  private HealthAnswer readyz(DataSource database) {
    MigrationIndicator indicator = new MigrationIndicator(new FlywayMigrations(flyway(database)));
    try (HealthEngine engine =
        new HealthEngine(
            HealthOptions.defaults(),
            new StartupGate(InstantSource.system()),
            List.of(new DatabaseIndicator("database", database, TIMEOUT), indicator))) {
      return engine.readyz();
    }
  }

  private Flyway flyway(DataSource database) {
    return Flyway.configure().dataSource(database).locations("filesystem:" + migrations).load();
  }

  private void ship(String name, String statement) throws IOException {
    Files.writeString(migrations.resolve(name), statement + ";\n");
  }

  private static HikariConfig pool(int size) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(postgres.getPostgresDatabase());
    config.setMaximumPoolSize(size);
    config.setConnectionTimeout(250);
    return config;
  }
}
