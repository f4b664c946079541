package dev.tocsin.marketplace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PagesTest {
  private static TestShop shop;

  @BeforeAll
  static void open() {
    shop = TestShop.start(Map.of());
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @Test
  void aShopperBuysWithFormsOnly() {
    var browser = shop.visitor().with("Accept", "text/html");
    assertTrue(browser.get("/").body().contains("Kaya Mono"));
    assertTrue(browser.get("/products/kaya-mono").body().contains("Add to cart"));
    assertEquals(303, browser.form("/cart/add", "productId=prd_kaya-mono").status());
    assertTrue(browser.get("/cart").body().contains("Check out"));
    var change = "productId=prd_kaya-mono&quantity=3&expectedItemVersion=";
    assertEquals(303, browser.form("/cart/quantity", change + 1).status());
    var stale = browser.form("/cart/quantity", change + 1);
    assertEquals(409, stale.status());
    assertTrue(stale.body().contains("Refresh before you try again"));
    assertTrue(browser.get("/checkout").body().contains("€ 75.00"));
    var paid =
        browser.form(
            "/checkout",
            "expectedSnapshotVersion=3&email=a%40b.example&paymentMethod=pm_card_visa");
    assertEquals(303, paid.status());
    var order = browser.get(paid.raw().headers().firstValue("Location").orElseThrow());
    assertTrue(order.body().contains("Your order is paid"), order.body());
    assertTrue(browser.get("/orders").body().contains("Paid"));
  }

  @Test
  void whatShoppersTypeIsEscaped() {
    var page = shop.visitor().get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E").body();
    assertFalse(page.contains("<script>"));
    assertTrue(page.contains("&lt;script&gt;"));
  }

  @Test
  void registrationAndLoginHaveAPage() {
    var browser = shop.visitor().with("Accept", "text/html");
    var body = "email=form%40shoppers.example&displayName=Form&password=";
    assertEquals(400, browser.form("/account/register", body + "short").status());
    assertEquals(303, browser.form("/account/register", body + "long+enough+now").status());
    assertTrue(browser.get("/").body().contains("Log out"));
    assertEquals(303, browser.form("/account/logout", "").status());
    assertTrue(browser.get("/").body().contains("Log in"));
  }

  @Test
  void fiveWrongPasswordsCloseTheDoorForAMinute() {
    var visitor = shop.visitor();
    var body = "{\"email\":\"nobody@shoppers.example\",\"password\":\"wrong wrong\"}";
    for (int tries = 0; tries < 5; tries++) {
      assertEquals(401, visitor.json("POST", "/api/v2/sessions", body).status());
    }
    assertEquals(429, visitor.json("POST", "/api/v2/sessions", body).status());
    shop.clock().advance(java.time.Duration.ofMinutes(2));
    assertEquals(401, visitor.json("POST", "/api/v2/sessions", body).status());
  }

  @Test
  void anUnknownAddressHasAPageAndAJsonAnswer() {
    var page = shop.visitor().with("Accept", "text/html").form("/nothing/here", "");
    assertEquals(404, page.status());
    assertTrue(page.body().contains("There is nothing at this address"));
    var json = shop.visitor().get("/api/v2/nothing");
    assertEquals(404, json.status());
    assertEquals("error", json.json().path("status").asString());
  }

  @Test
  void unreadableJsonIsTheClientsMistake() {
    assertEquals(400, shop.visitor().json("POST", "/api/v2/cart/items", "{").status());
    assertEquals(400, shop.visitor().json("POST", "/api/v2/checkout", "{}").status());
  }
}
