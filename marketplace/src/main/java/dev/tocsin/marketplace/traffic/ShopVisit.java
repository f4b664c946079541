package dev.tocsin.marketplace.traffic;

import dev.tocsin.marketplace.traffic.Browser.Answer;
import dev.tocsin.marketplace.traffic.VisitPlan.Ending;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Carries out the plan of one visitor.
final class ShopVisit {
  private static final int CONFLICT_TRIES = 3;

  private final Browser browser;
  private final Crowd crowd;
  private final List<Goods> catalogue;
  private final Pause pause;

  /// What a visitor needs to know of a product.
  record Goods(String id, String slug) {}

  /// Waits as long as a person thinks between two clicks.
  @FunctionalInterface
  interface Pause {
    void think() throws InterruptedException;
  }

  /// How a visit ended.
  enum Outcome {
    LEFT,
    LEFT_CART,
    LEFT_CHECKOUT,
    PAID,
    DECLINED,
    KEPT,
    FAILED
  }

  ShopVisit(Browser browser, Crowd crowd, List<Goods> catalogue, Pause pause) {
    this.browser = browser;
    this.crowd = crowd;
    this.catalogue = List.copyOf(catalogue);
    this.pause = pause;
  }

  Outcome run(VisitPlan plan) throws IOException, InterruptedException {
    if (!browser.open("/").isGood()) {
      return Outcome.FAILED;
    }
    if (!plan.searchWords().isEmpty()) {
      pause.think();
      browser.open("/search?q=" + encode(plan.searchWords()));
    }
    for (int position : plan.views()) {
      pause.think();
      var from = plan.searchWords().isEmpty() ? "home" : "search";
      browser.open("/products/" + goods(position).slug() + "?from=" + from);
    }
    if (plan.basket().isEmpty()) {
      return Outcome.LEFT;
    }
    var member = identify(plan);
    return fillCart(plan) ? proceed(plan, member) : Outcome.FAILED;
  }

  private Crowd.Member identify(VisitPlan plan) throws IOException, InterruptedException {
    var stranger = crowd.stranger();
    return switch (plan.identity()) {
      case GUEST -> stranger;
      case REGISTERS -> register(stranger);
      case RETURNS -> {
        var member = crowd.member();
        yield member.isPresent() ? logIn(member.get()) : stranger;
      }
    };
  }

  private Crowd.Member register(Crowd.Member stranger) throws IOException, InterruptedException {
    var body =
        Map.of(
            "email", stranger.email(),
            "displayName", stranger.name(),
            "password", stranger.password());
    if (browser.send("POST", "/api/v2/accounts", body).isGood()) {
      crowd.joined(stranger);
    }
    return stranger;
  }

  private Crowd.Member logIn(Crowd.Member member) throws IOException, InterruptedException {
    var body = Map.of("email", member.email(), "password", member.password());
    browser.send("POST", "/api/v2/sessions", body);
    return member;
  }

  private boolean fillCart(VisitPlan plan) throws IOException, InterruptedException {
    for (int position : plan.basket()) {
      pause.think();
      var body = Map.of("productId", goods(position).id(), "quantity", 1);
      var answer = browser.send("POST", "/api/v2/cart/items", body);
      if (!answer.isGood() && answer.status() != 409) {
        return false;
      }
    }
    return !plan.changesQuantity() || changeQuantity(goods(plan.basket().getFirst()).id());
  }

  /// Refreshes and tries again on 409, and never sends a version it has not just read.
  private boolean changeQuantity(String productId) throws IOException, InterruptedException {
    for (int tries = 0; tries < CONFLICT_TRIES; tries++) {
      var cart = browser.fetch("/api/v2/cart");
      for (var item : cart.data().path("items")) {
        if (item.path("productId").asString("").equals(productId)) {
          var body =
              Map.of("quantity", 2, "expectedItemVersion", item.path("itemVersion").asLong());
          var answer = browser.send("PUT", "/api/v2/cart/items/" + productId, body);
          if (answer.status() != 409) {
            return answer.isGood();
          }
        }
      }
    }
    return false;
  }

  private Outcome proceed(VisitPlan plan, Crowd.Member member)
      throws IOException, InterruptedException {
    if (plan.ending() == Ending.LEAVES_CART) {
      return Outcome.LEFT_CART;
    }
    pause.think();
    if (!browser.open("/checkout").isGood()) {
      return Outcome.FAILED;
    }
    if (plan.ending() == Ending.LEAVES_CHECKOUT) {
      return Outcome.LEFT_CHECKOUT;
    }
    pause.think();
    var cart = browser.fetch("/api/v2/cart");
    var body =
        Map.of(
            "expectedSnapshotVersion", cart.data().path("snapshotVersion").asLong(),
            "email", member.email(),
            "paymentMethod", plan.card());
    var answer = browser.send("POST", "/api/v2/checkout", body);
    var order = answer.data().path("id").asString("");
    if (!order.isEmpty()) {
      browser.open("/orders/" + order);
    }
    return outcome(answer);
  }

  private static Outcome outcome(Answer answer) {
    return switch (answer.status()) {
      case 201 -> Outcome.PAID;
      case 202 -> Outcome.KEPT;
      case 402 -> Outcome.DECLINED;
      default -> Outcome.FAILED;
    };
  }

  private Goods goods(int position) {
    return catalogue.get(position * catalogue.size() / 1000);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
