package dev.tocsin.marketplace;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class ShopOnPostgresTest extends ShopContract {
  private static EmbeddedPostgres postgres;
  private static TestShop shop;

  @BeforeAll
  static void open() throws IOException {
    postgres = EmbeddedPostgres.start();
    var url = "postgresql://postgres:postgres@localhost:" + postgres.getPort() + "/postgres";
    shop = TestShop.start(Map.of("marketplace.database.url", url));
  }

  @AfterAll
  static void close() throws IOException {
    shop.close();
    postgres.close();
  }

  @Override
  TestShop shop() {
    return shop;
  }
}
