package dev.tocsin.marketplace;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SwitchTest {
  private static TestShop shop;

  @BeforeAll
  static void open() {
    shop = TestShop.start(Map.of());
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @AfterEach
  void heal() {
    operator().json("POST", "/admin/switches/heal-all.json", "");
  }

  private static TestVisitor operator() {
    return shop.visitor().with("Authorization", "Bearer " + TestShop.ADMIN_TOKEN);
  }

  private static void turn(String name, boolean on) {
    var path = "/admin/switches/" + name;
    assertEquals(200, operator().json("PUT", path, "{\"on\":" + on + "}").status());
  }

  private static boolean isOn(String name) {
    for (var entry : operator().get("/admin/switches.json").data()) {
      if (entry.path("name").asString().equals(name)) {
        return entry.path("on").asBoolean();
      }
    }
    throw new AssertionError("no switch " + name);
  }

  @ParameterizedTest
  @CsvSource({
    "payment-provider, stripe, error",
    "payment-provider-slow, stripe, hang",
    "payment-declines, stripe, decline",
    "smtp, smtp, error"
  })
  void anOutsideFaultIsProducedAndHealedAtTheSandbox(String name, String service, String mode) {
    turn(name, true);
    assertEquals(mode, shop.stripe().mode(service, "ok"));
    assertTrue(isOn(name));
    turn(name, false);
    assertEquals("ok", shop.stripe().mode(service, ""));
    assertFalse(isOn(name));
  }

  @Test
  void aBrokenDatabaseAnswers503AndTheSwitchPageStillHeals() {
    turn("database", true);
    assertEquals(503, shop.visitor().get("/api/v2/products").status());
    assertTrue(shop.visitor().get("/admin/switches").status() < 500);
    await().until(() -> shop.visitor().get("/health/ready").status() == 503);
    var dependencies = operator().get("/admin/dependencies.json").json().path("checks");
    assertEquals("DOWN", dependencies.path("database").path("status").asString());
    assertTrue(dependencies.has("stripe"));
    assertTrue(dependencies.has("smtp"));
    assertEquals(303, operator().form("/admin/switches/heal-all", "").status());
    assertEquals(200, shop.visitor().get("/api/v2/products").status());
    await().until(() -> shop.visitor().get("/health/ready").status() == 200);
  }

  @Test
  void oneRequestInFiveFailsAndIsCounted() {
    turn("http-500", true);
    var statuses = new ArrayList<Integer>();
    for (int request = 0; request < 10; request++) {
      statuses.add(shop.visitor().get("/api/v2/products").status());
    }
    assertEquals(2, statuses.stream().filter(it -> it == 500).count());
    var series = "http_5xx_total{method=\"GET\",path=\"/api/v2/products\"}";
    assertTrue(shop.metric(series) >= 2);
    turn("http-500", false);
    assertEquals(200, shop.visitor().get("/api/v2/products").status());
  }

  @Test
  void slowSearchIsSeenInItsHistogram() {
    turn("search-slow", true);
    assertEquals(200, shop.visitor().get("/api/v2/search?q=font").status());
    assertTrue(shop.metric("search_completion_seconds_sum{outcome=\"found\"}") >= 3);
  }

  @Test
  void nobodyEntersWithoutTheToken() {
    assertEquals(401, shop.visitor().get("/admin/switches.json").status());
    assertEquals(401, shop.visitor().get("/%61dmin/switches.json").status());
    assertEquals(401, shop.visitor().get("/admin;x=1/switches.json").status());
    var wrong = shop.visitor().with("Authorization", "Bearer wrong-token-wrong");
    assertEquals(401, wrong.json("PUT", "/admin/switches/database", "{\"on\":true}").status());
    var page = shop.visitor().with("Accept", "text/html").get("/admin/switches");
    assertEquals("/admin/sign-in", page.raw().headers().firstValue("Location").orElse(""));
  }

  @Test
  void theSignInPageGivesACookieForTheToken() {
    var browser = shop.visitor().with("Accept", "text/html");
    assertEquals(401, browser.form("/admin/sign-in", "token=wrong").status());
    assertEquals(303, browser.form("/admin/sign-in", "token=" + TestShop.ADMIN_TOKEN).status());
    var page = browser.get("/admin/switches");
    assertEquals(200, page.status());
    assertTrue(page.body().contains("payment-provider"));
  }

  @Test
  void withoutATokenOnlyThisMachineEnters() {
    try (var open = TestShop.start(Map.of("marketplace.admin.token", ""))) {
      assertEquals(200, open.visitor().get("/admin/switches.json").status());
      var proxied = open.visitor().with("X-Forwarded-For", "203.0.113.9");
      assertEquals(401, proxied.get("/admin/switches.json").status());
    }
  }

  @Test
  void anAdminAccountEnters() {
    var settings =
        Map.of(
            "marketplace.account.admin-email", "boss@inkwell.example",
            "marketplace.account.admin-password", "a fine long password");
    try (var staffed = TestShop.start(settings)) {
      var boss = staffed.visitor();
      assertEquals(401, boss.get("/admin/switches.json").status());
      var login = "{\"email\":\"boss@inkwell.example\",\"password\":\"a fine long password\"}";
      assertEquals(200, boss.json("POST", "/api/v2/sessions", login).status());
      assertEquals(200, boss.get("/admin/switches.json").status());
    }
  }

  @Test
  void aChangeSentByAnotherSiteIsRefused() {
    var tricked = shop.visitor().with("Sec-Fetch-Site", "cross-site");
    assertEquals(403, tricked.form("/cart/add", "productId=prd_kaya-mono").status());
    var old = shop.visitor().with("Origin", "http://evil.example");
    assertEquals(403, old.form("/cart/add", "productId=prd_kaya-mono").status());
  }
}
