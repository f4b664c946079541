package dev.tocsin.sdk.spring.sample;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.lifecycle.LifecycleMonitor;
import dev.tocsin.sdk.ops.OpsRequest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/// The database of the shop as it is in production.
class SampleShopOnPostgresTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @Test
  void ordersPassThroughTheOutboxAndStuckOnesAreListed() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        ConfigurableApplicationContext shop = start(postgres)) {
      Orders orders = shop.getBean(Orders.class);
      orders.restock("pen", 1);
      String id = orders.place("pen", BigDecimal.ONE);
      await().atMost(PATIENCE).until(() -> orders.state(id).equals(Optional.of("PACKED")));

      shop.getBean(JdbcTemplate.class)
          .update(
              "INSERT INTO orders (id, product, state, since) VALUES ('old', 'cup', 'PAID', ?)",
              Timestamp.from(Instant.now().minus(Duration.ofHours(1))));
      OpsRequest request =
          new OpsRequest(Map.of("lifecycle", "shop.order"), Map.of(), "", "operator");
      String list = shop.getBean(LifecycleMonitor.class).endpoint().answer(request).body();
      assertTrue(list.contains("\"id\":\"old\""), list);
      assertEquals(Optional.of("PAID"), orders.state("old"));
    }
  }

  private ConfigurableApplicationContext start(EmbeddedPostgres postgres) {
    return SampleShop.application()
        .web(WebApplicationType.NONE)
        .run(
            "--spring.main.banner-mode=off",
            "--logging.level.root=off",
            "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
            "--tocsin.backups.state-file=" + folder.resolve("backups.json"),
            "--tocsin.deploy.rollback.history-file=" + folder.resolve("exits.json"));
  }
}
