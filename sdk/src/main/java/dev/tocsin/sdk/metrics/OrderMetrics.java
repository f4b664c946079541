package dev.tocsin.sdk.metrics;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Completed and failed orders, and the revenue in each currency. Currencies are never added to
/// each other.
public final class OrderMetrics implements MetricsArea {

  private final InstantSource clock;
  private final CounterFamily completed;
  private final HistogramFamily amounts;
  private final CounterFamily revenue;
  private final CounterFamily failures;
  private final RollingHour ordersOfLastHour;
  private final Map<String, LastHour> lastHours = new ConcurrentHashMap<>();

  OrderMetrics(Telemetry telemetry, InstantSource clock) {
    this.clock = clock;
    completed = telemetry.counter("orders_completed_total");
    amounts = telemetry.histogram("order_total_amount");
    revenue = telemetry.counter("revenue_total");
    failures = telemetry.counter("order_failures_total");
    ordersOfLastHour = new RollingHour(clock);
  }

  /// Records a completed order: its value, the number of orders and the revenue in its currency.
  /// Call it once per order, after its transaction has been committed.
  ///
  /// @param amount in units of the currency (12.50), not in cents
  /// @param currency ISO 4217 code, any case; anything else counts as `other`
  public void recordOrder(double amount, String currency) {
    String code = Currencies.code(currency);
    completed.increment();
    ordersOfLastHour.add(1);
    amounts.record(amount, code);
    revenue.add(amount, code);
    if (Double.isFinite(amount) && amount >= 0) {
      LastHour lastHour = lastHours.computeIfAbsent(code, c -> new LastHour(clock));
      lastHour.orders.add(1);
      lastHour.revenue.add(amount);
    }
  }

  /// @param reason a short fixed word such as `payment_declined`, never free text
  public void recordFailure(String reason) {
    failures.increment(reason);
  }

  @Override
  public String name() {
    return "business";
  }

  /// Orders and revenue, in whole and in the last hour; averages per currency.
  @Override
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("ordersCompleted", sum(completed));
    figures.put("ordersLastHour", ordersOfLastHour.sum());
    figures.put("ordersFailed", sum(failures));
    List<Map<String, Object>> currencies = new ArrayList<>();
    for (Reading orders : amounts.read()) {
      currencies.add(currency(orders));
    }
    figures.put("currencies", currencies);
    return figures;
  }

  private Map<String, Object> currency(Reading orders) {
    String code = orders.label("currency");
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("currency", code);
    figures.put("orders", orders.count());
    figures.put("revenue", orders.value());
    figures.put("averageOrderValue", Ratio.of(orders.value(), (double) orders.count()));
    LastHour lastHour = lastHours.get(code);
    double ordersLastHour = lastHour == null ? 0 : lastHour.orders.sum();
    double revenueLastHour = lastHour == null ? 0 : lastHour.revenue.sum();
    figures.put("ordersLastHour", ordersLastHour);
    figures.put("revenueLastHour", revenueLastHour);
    figures.put("averageOrderValueLastHour", Ratio.of(revenueLastHour, ordersLastHour));
    return figures;
  }

  private static double sum(CounterFamily counter) {
    return counter.read().stream().mapToDouble(Reading::value).sum();
  }

  private static final class LastHour {

    final RollingHour orders;
    final RollingHour revenue;

    LastHour(InstantSource clock) {
      orders = new RollingHour(clock);
      revenue = new RollingHour(clock);
    }
  }
}
