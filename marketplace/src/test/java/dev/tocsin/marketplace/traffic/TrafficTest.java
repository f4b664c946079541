package dev.tocsin.marketplace.traffic;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.marketplace.TestShop;
import dev.tocsin.marketplace.traffic.ShopVisit.Outcome;
import dev.tocsin.marketplace.traffic.VisitPlan.Ending;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class TrafficTest {
  private static final int VISITS = 60;

  @Test
  void sixtyVisitsOfASeedEndInBelievableWays() throws Exception {
    var outcomes = new EnumMap<Outcome, Integer>(Outcome.class);
    try (var shop = TestShop.start(Map.of());
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var json = JsonMapper.builder().build();
      var address = URI.create(shop.url());
      var goods = TrafficGenerator.goods(new Browser(client, address, json));
      var random = new SplittableRandom(7);
      var planner = new VisitPlanner(random);
      var crowd = new Crowd("test", random.split());
      for (int number = 0; number < VISITS; number++) {
        var browser = new Browser(client, address, json);
        var visit = new ShopVisit(browser, crowd, goods, () -> {});
        outcomes.merge(visit.run(planner.next()), 1, Integer::sum);
      }
      assertTrue(outcomes.get(Outcome.PAID) >= 8, outcomes.toString());
      assertTrue(outcomes.get(Outcome.LEFT) >= 20, outcomes.toString());
      assertEquals(0, outcomes.getOrDefault(Outcome.FAILED, 0), outcomes.toString());
      assertEquals(outcomes.get(Outcome.PAID).doubleValue(), shop.metric("orders_completed_total"));
    }
  }

  @Test
  void aSeedAlwaysDrawsTheSameVisitors() {
    assertEquals(plans(3, 50), plans(3, 50));
    assertTrue(!plans(3, 50).equals(plans(4, 50)));
  }

  @Test
  void aboutThreeInTenVisitorsPayAndSomeCardsAreDeclined() {
    var plans = plans(1, 10_000);
    var paying =
        plans.stream().filter(it -> !it.basket().isEmpty() && it.ending() == Ending.PAYS).toList();
    var declined = paying.stream().filter(it -> it.card().endsWith("Declined")).count();
    assertEquals(0.30, paying.size() / 10_000.0, 0.03);
    assertEquals(0.04, declined / (double) paying.size(), 0.015);
  }

  private static List<VisitPlan> plans(long seed, int count) {
    var planner = new VisitPlanner(new SplittableRandom(seed));
    return Stream.generate(planner::next).limit(count).toList();
  }

  @Test
  void theDayHasOneBusyAndOneQuietTime() {
    var factors = new ArrayList<Double>();
    for (int hour = 0; hour < 24; hour++) {
      factors.add(DayCurve.factor(Instant.EPOCH.plus(Duration.ofHours(hour))));
    }
    assertEquals(0.85, factors.get(4), 1e-9);
    assertEquals(1.15, factors.get(16), 1e-9);
    assertEquals(1, factors.stream().mapToDouble(it -> it).average().orElseThrow(), 1e-9);
  }

  @Test
  void theGeneratorLetsVisitorsBuy() {
    var settings =
        Map.of(
            "marketplace.traffic.enabled", "true",
            "marketplace.traffic.visits-per-minute", "3000",
            "marketplace.traffic.think-time", "1ms");
    try (var shop = TestShop.start(settings)) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> shop.metric("orders_completed_total") >= 5);
    }
  }
}
