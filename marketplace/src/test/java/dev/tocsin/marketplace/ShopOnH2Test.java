package dev.tocsin.marketplace;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class ShopOnH2Test extends ShopContract {
  private static TestShop shop;

  @BeforeAll
  static void open() {
    shop = TestShop.start(Map.of());
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @Override
  TestShop shop() {
    return shop;
  }
}
