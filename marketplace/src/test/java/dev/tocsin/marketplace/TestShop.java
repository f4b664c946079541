package dev.tocsin.marketplace;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// A running shop with a payment stand-in of its own, quick timers and a clock that tests move.
public final class TestShop implements AutoCloseable {
  public static final String ADMIN_TOKEN = "token-for-tests-only";

  private final StripeStandIn stripe;
  private final TestClock clock = new TestClock();
  private final Marketplace.RunningShop shop;

  private TestShop(StripeStandIn stripe, Map<String, String> settings) {
    this.stripe = stripe;
    var all = new HashMap<>(quick(stripe));
    all.putAll(settings);
    this.shop = Marketplace.start(clock, all);
  }

  public static TestShop start(Map<String, String> settings) {
    return new TestShop(new StripeStandIn(), settings);
  }

  /// On a stand-in that outlives the shop.
  public static TestShop start(StripeStandIn stripe, Map<String, String> settings) {
    return new TestShop(stripe, settings);
  }

  public static String memoryDatabase() {
    return "jdbc:h2:mem:" + UUID.randomUUID();
  }

  static Map<String, String> quick(StripeStandIn stripe) {
    return Map.ofEntries(
        Map.entry("server.port", "0"),
        Map.entry("marketplace.database.url", memoryDatabase()),
        Map.entry("marketplace.sandbox.url", stripe.url()),
        Map.entry("marketplace.payment.url", stripe.url() + "/stripe"),
        Map.entry("marketplace.payment.timeout", "400ms"),
        Map.entry("marketplace.payment-registration-pause", "50ms"),
        Map.entry("marketplace.reconcile-pause", "50ms"),
        Map.entry("marketplace.gauge-pause", "50ms"),
        Map.entry("marketplace.admin.token", ADMIN_TOKEN),
        Map.entry("marketplace.traffic.enabled", "false"),
        Map.entry("spring.mail.port", "1"),
        Map.entry("server.shutdown", "immediate"),
        Map.entry("tocsin.metrics.enabled", "true"));
  }

  public StripeStandIn stripe() {
    return stripe;
  }

  public TestClock clock() {
    return clock;
  }

  public String url() {
    return "http://127.0.0.1:" + shop.port();
  }

  public TestVisitor visitor() {
    return new TestVisitor(url());
  }

  /// The value of a series, or 0 when it is not there.
  public double metric(String series) {
    return visitor()
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .sum();
  }

  /// Stops the shop; the stand-in stays.
  public void stop() {
    shop.close();
  }

  @Override
  public void close() {
    shop.close();
    stripe.close();
  }
}
