package dev.tocsin.sdk.spring.sample;

import dev.tocsin.sdk.fallback.DegradedMode;
import dev.tocsin.sdk.fallback.PageThresholds;
import dev.tocsin.sdk.health.Criticality;
import dev.tocsin.sdk.health.HealthIndicator;
import dev.tocsin.sdk.health.HttpIndicator;
import dev.tocsin.sdk.lifecycle.JdbcWorkQuery;
import dev.tocsin.sdk.lifecycle.JdbcWorkQuery.SinceType;
import dev.tocsin.sdk.lifecycle.Lifecycle;
import dev.tocsin.sdk.lifecycle.Stage;
import dev.tocsin.sdk.ops.Verdict;
import dev.tocsin.sdk.outbox.JdbcQueue;
import dev.tocsin.sdk.outbox.JdbcQueueTransport;
import dev.tocsin.sdk.outbox.OutboxOptions;
import dev.tocsin.sdk.outbox.Transport;
import dev.tocsin.sdk.sql.Database;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/// A small shop on a database and Redis, with the starter as its only dependency on Tocsin. The
/// guide `docs/sdk.md` shows parts of it.
@SpringBootApplication
@EnableScheduling
public class SampleShop {

  public static void main(String[] arguments) {
    application().run(arguments);
  }

  static SpringApplicationBuilder application() {
    return new SpringApplicationBuilder(SampleShop.class)
        .properties(
            "spring.application.name=sample-shop",
            "spring.data.redis.url=${REDIS_URL:redis://localhost:6379}",
            "spring.data.redis.timeout=250ms",
            "spring.data.redis.connect-timeout=250ms");
  }

  // snippet: indicator
  @Bean
  HealthIndicator carrier(@Value("${shop.carrier-url:http://localhost:9999/health}") URI url) {
    return new HttpIndicator("carrier", Criticality.DEGRADING, url, Duration.ofSeconds(2));
  }

  // end

  // snippet: lifecycle
  @Bean
  Lifecycle orderLifecycle(DataSource dataSource, Orders table) {
    Stage paid =
        new Stage(
            "PAID",
            Duration.ofMinutes(2),
            "shop.order.paid-stuck",
            "Look at the queue 'packing' and at the stock.",
            Verdict.RED);
    JdbcWorkQuery.Columns columns =
        new JdbcWorkQuery.Columns("id", "state", "since", SinceType.TIMESTAMP);
    return new Lifecycle(
        "shop.order",
        List.of(paid),
        new JdbcWorkQuery(new Database(dataSource), "orders", columns),
        Map.of("order", "/orders/{id}"));
  }

  // end

  // snippet: degraded-mode
  @Bean
  DegradedMode pricesWithoutCache() {
    return new DegradedMode(
        Prices.WITHOUT_CACHE,
        "catalogue team",
        "read prices from the database",
        new PageThresholds(Duration.ofMinutes(30), null),
        LocalDate.of(2030, 1, 31));
  }

  // end

  // snippet: queue
  @Bean
  JdbcQueue packingQueue(DataSource dataSource) throws SQLException {
    Database database = new Database(dataSource);
    JdbcQueue.createTables(database);
    OutboxOptions attempts =
        new OutboxOptions(
            100, // attempts, then it is a dead letter
            Duration.ofSeconds(1), // the first wait
            Duration.ofSeconds(10), // the longest
            Duration.ofMillis(250),
            Duration.ofSeconds(2),
            false);
    return new JdbcQueue(database, "packing", attempts, InstantSource.system());
  }

  @Bean
  Transport transport(DataSource dataSource) {
    return new JdbcQueueTransport(new Database(dataSource));
  }
  // end
}
