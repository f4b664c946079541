package dev.tocsin.marketplace;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// What the shop promises on every database: each test goes through HTTP down to the tables.
abstract class ShopContract {
  private static final String FONT = "prd_kaya-mono";

  abstract TestShop shop();

  @Test
  void theCatalogueIsSeededAndFound() {
    var visitor = shop().visitor();
    assertTrue(visitor.get("/api/v2/products").data().size() >= 40);
    assertEquals(
        "prd_kaya-mono",
        visitor.get("/api/v2/search?q=KAYA%20mono").data().get(0).path("id").asString());
    assertEquals(0, visitor.get("/api/v2/search?q=%25").data().size());
    assertEquals(404, visitor.get("/api/v2/products/nothing").status());
  }

  @Test
  void anEmailAddressRegistersOnceAndLogsInWithItsPasswordOnly() {
    var body =
        "{\"email\":\"Twice@shoppers.example\",\"displayName\":\"T\",\"password\":\"long enough\"}";
    var visitor = shop().visitor();
    visitor.add(FONT);
    assertEquals(201, visitor.json("POST", "/api/v2/accounts", body).status());
    assertEquals(1, visitor.get("/api/v2/cart").data().path("items").size(), "cart follows");
    assertEquals(409, shop().visitor().json("POST", "/api/v2/accounts", body).status());
    var login = "{\"email\":\"twice@shoppers.example\",\"password\":\"%s\"}";
    assertEquals(401, login(login.formatted("wrong password")));
    assertEquals(200, login(login.formatted("long enough")));
  }

  private int login(String body) {
    return shop().visitor().json("POST", "/api/v2/sessions", body).status();
  }

  @Test
  void aChangeWithoutAVersionIsRefusedAndCounted() {
    var visitor = shop().visitor();
    visitor.add(FONT);
    var series = "cart_missing_guard_total{consumer=\"other\",operation=\"%s\"}";
    var before = shop().metric(series.formatted("update"));
    var items = "/api/v2/cart/items/" + FONT;
    assertEquals(400, visitor.json("PUT", items, "{\"quantity\":2}").status());
    assertEquals(400, visitor.json("DELETE", items, "").status());
    assertEquals(400, visitor.json("DELETE", "/api/v2/cart", "").status());
    assertEquals(before + 1, shop().metric(series.formatted("update")));
  }

  @Test
  void aStaleChangeGetsTheCartAsItIsNow() {
    var visitor = shop().visitor();
    visitor.add(FONT);
    var items = "/api/v2/cart/items/" + FONT;
    var change = "{\"quantity\":%d,\"expectedItemVersion\":1}";
    assertEquals(200, visitor.json("PUT", items, change.formatted(2)).status());
    var stale = visitor.json("PUT", items, change.formatted(3));
    assertEquals(409, stale.status());
    var item = stale.data().path("items").get(0);
    assertEquals(2, item.path("quantity").asInt());
    assertEquals(2, item.path("itemVersion").asInt());
    assertEquals(409, visitor.json("DELETE", items + "?expectedItemVersion=1", "").status());
    assertEquals(
        409, visitor.json("DELETE", "/api/v2/cart?expectedSnapshotVersion=1", "").status());
  }

  @Test
  void ofParallelChangesOnOneVersionExactlyOneWins() throws Exception {
    for (int round = 1; round <= 5; round++) {
      var visitor = shop().visitor();
      visitor.add(FONT);
      var tasks = new ArrayList<Callable<Integer>>();
      for (int client = 0; client < 8; client++) {
        var body = "{\"quantity\":%d,\"expectedItemVersion\":1}".formatted(client + 2);
        tasks.add(() -> visitor.json("PUT", "/api/v2/cart/items/" + FONT, body).status());
      }
      var winners = statuses(tasks).stream().filter(it -> it == 200).count();
      assertEquals(1, winners);
      var cart = visitor.get("/api/v2/cart").data();
      assertEquals(2, cart.path("items").get(0).path("itemVersion").asInt());
    }
  }

  private static List<Integer> statuses(List<Callable<Integer>> tasks)
      throws InterruptedException, ExecutionException {
    var statuses = new ArrayList<Integer>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var future : threads.invokeAll(tasks)) {
        statuses.add(future.get());
      }
    }
    return statuses;
  }

  @Test
  void aPaidOrderEmptiesTheCartAndIsChargedOnce() {
    var visitor = shop().visitor();
    var answer = visitor.buy("pm_card_visa");
    assertEquals(201, answer.status());
    var id = answer.data().path("id").asString();
    assertEquals(1, shop().stripe().chargesOf(id));
    assertEquals(0, visitor.get("/api/v2/cart").data().path("items").size());
    assertTrue(visitor.get("/orders/" + id).body().contains("Thank you"));
    assertEquals(404, shop().visitor().get("/orders/" + id).status(), "others see nothing");
  }

  @Test
  void parallelCheckoutsOfOneCartMakeOneOrder() throws Exception {
    var visitor = shop().visitor();
    visitor.add(FONT);
    var tasks = new ArrayList<Callable<Integer>>();
    for (int client = 0; client < 6; client++) {
      tasks.add(() -> visitor.checkOut("pm_card_visa").status());
    }
    assertEquals(1, statuses(tasks).stream().filter(it -> it == 201).count());
    assertEquals(1, visitor.get("/api/v2/orders").data().size());
  }

  @Test
  void aDeclinedCardKeepsTheCart() {
    var visitor = shop().visitor();
    var answer = visitor.buy("pm_card_chargeDeclined");
    assertEquals(402, answer.status());
    assertEquals("DECLINED", answer.data().path("status").asString());
    var cart = visitor.get("/api/v2/cart").data();
    assertEquals(1, cart.path("items").size());
    assertTrue(cart.path("lockedByOrder").isNull());
    var second = visitor.checkOut("pm_card_visa");
    assertEquals(201, second.status());
    assertNotEquals(answer.data().path("id"), second.data().path("id"));
  }

  @Test
  void nobodyCanTouchACartThatIsBeingPaid() {
    shop().stripe().mode("error");
    try {
      var visitor = shop().visitor();
      var answer = visitor.buy("pm_card_visa");
      assertEquals(202, answer.status());
      var change =
          visitor.json(
              "PUT", "/api/v2/cart/items/" + FONT, "{\"quantity\":2,\"expectedItemVersion\":1}");
      assertEquals(409, change.status());
      assertEquals("CART_LOCKED", change.json().path("errors").get(0).asString());
      shop().stripe().mode("ok");
      shop().clock().advance(Duration.ofMinutes(1));
      var id = answer.data().path("id").asString();
      await().until(() -> visitor.orderStatus(id).equals("PAID"));
      assertEquals(0, visitor.get("/api/v2/cart").data().path("items").size());
    } finally {
      shop().stripe().mode("ok");
    }
  }
}
