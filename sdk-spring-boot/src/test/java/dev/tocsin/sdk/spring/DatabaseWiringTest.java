package dev.tocsin.sdk.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/// The pool and the migrations of an application that has HikariCP and Flyway.
class DatabaseWiringTest {

  @TempDir private Path migrations;

  @Test
  void thePoolIsShownAndMigrationsDecideReadiness() throws Exception {
    ship("V1__shop.sql", "CREATE TABLE shop (id int)");
    try (RunningShop shop =
        new RunningShop(
            "spring.main.sources=" + Pooled.class.getName(),
            "TOCSIN_OPS_TOKEN=0perator",
            "tocsin.health.refresh-interval=1h",
            "test.migrations=" + migrations)) {
      assertEquals(503, shop.get("/readyz").statusCode());
      JsonNode database =
          new ObjectMapper()
              .readTree(shop.get("/health/db", "Authorization", "Bearer 0perator").body());
      assertEquals(3, database.at("/pools/pooled/max").asInt());
      assertEquals("migrations not applied: 1", reason(database));
      assertEquals("H2", database.at("/checks/pooled/details/product").asText());

      shop.bean(Flyway.class).migrate();
    }
    try (RunningShop shop =
        new RunningShop(
            "spring.main.sources=" + Pooled.class.getName(),
            "test.migrations=" + migrations,
            "test.migrate=true")) {
      assertEquals(200, shop.get("/readyz").statusCode());
      assertTrue(shop.get("/readyz").body().contains("\"drift\":false"));
    }
  }

  private static String reason(JsonNode database) {
    return database.at("/checks/migrations/reason").asText();
  }

  private void ship(String name, String statement) throws IOException {
    Files.writeString(migrations.resolve(name), statement + ";\n");
  }

  @Configuration
  static class Pooled {

    @Bean
    HikariDataSource pooled() {
      HikariDataSource dataSource = new HikariDataSource();
      dataSource.setJdbcUrl("jdbc:h2:mem:pooled");
      dataSource.setMaximumPoolSize(3);
      return dataSource;
    }

    @Bean
    Flyway flyway(HikariDataSource pooled, Environment environment) {
      Flyway flyway =
          Flyway.configure()
              .dataSource(pooled)
              .locations("filesystem:" + environment.getProperty("test.migrations"))
              .load();
      if (environment.getProperty("test.migrate") != null) {
        flyway.migrate();
      }
      return flyway;
    }
  }
}
