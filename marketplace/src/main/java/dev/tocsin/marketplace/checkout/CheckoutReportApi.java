package dev.tocsin.marketplace.checkout;

import dev.tocsin.marketplace.order.Orders;
import dev.tocsin.marketplace.web.Envelope;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Open checkout attempts by name, and what is normal, for operators.
@RestController
@RequestMapping("/admin/orders/checkout")
class CheckoutReportApi {
  private static final int MOST_ENTRIES = 500;
  private static final Duration WINDOW = Duration.ofHours(24);

  private final AttemptTable attempts;
  private final Orders orders;
  private final CheckoutOptions options;
  private final InstantSource clock;

  CheckoutReportApi(
      AttemptTable attempts, Orders orders, CheckoutOptions options, InstantSource clock) {
    this.attempts = attempts;
    this.orders = orders;
    this.options = options;
    this.clock = clock;
  }

  record Entry(
      String attemptId,
      String orderId,
      double ageSeconds,
      boolean stuck,
      int tries,
      Payment payment,
      String suggestedAction) {}

  record Payment(String orderStatus, @Nullable String paymentId, @Nullable String lastError) {}

  record StateReport(double limitSeconds, long open, long stuck, List<Entry> attempts) {
    StateReport {
      attempts = List.copyOf(attempts);
    }
  }

  @GetMapping("/report")
  Envelope report() {
    var open = attempts.open(MOST_ENTRIES);
    Map<String, StateReport> states = new LinkedHashMap<>();
    for (var state : AttemptState.OPEN) {
      var limit = options.limit(state);
      var pressure = attempts.pressure(state, limit);
      var entries =
          open.stream().filter(it -> it.state() == state).map(it -> entry(it, limit)).toList();
      states.put(
          state.name(),
          new StateReport(seconds(limit), pressure.open(), pressure.stuck(), entries));
    }
    return Envelope.success("Open checkout attempts", states);
  }

  record Baseline(
      double windowSeconds,
      AttemptTable.Throughput throughput,
      double completedPerMinute,
      Map<String, Integer> typicalOpen,
      Map<String, Double> limitSeconds) {}

  /// While all is well an attempt is open for the time of one payment, so none is open for long.
  @GetMapping("/baseline")
  Envelope baseline() {
    var throughput = attempts.throughput(WINDOW);
    Map<String, Integer> typical = new LinkedHashMap<>();
    Map<String, Double> limits = new LinkedHashMap<>();
    for (var state : AttemptState.OPEN) {
      typical.put(state.name(), 0);
      limits.put(state.name(), seconds(options.limit(state)));
    }
    var perMinute = throughput.completed() / (double) WINDOW.toMinutes();
    return Envelope.success(
        "Checkouts of the last day",
        new Baseline(WINDOW.toSeconds(), throughput, perMinute, typical, limits));
  }

  private Entry entry(Attempt attempt, Duration limit) {
    var order = orders.find(attempt.orderId());
    var age = attempt.age(clock.instant());
    var stuck = age.compareTo(limit) > 0;
    return new Entry(
        attempt.id(),
        attempt.orderId(),
        seconds(age),
        stuck,
        attempt.progress().tries(),
        new Payment(
            order.map(it -> it.status().name()).orElse("UNKNOWN"),
            order.map(it -> it.paymentId()).orElse(null),
            attempt.progress().error()),
        stuck ? suggestion(attempt.state()) : "wait");
  }

  private static String suggestion(AttemptState state) {
    return state == AttemptState.RESERVED
        ? "check that the reconciler runs; no payment was sent yet"
        : "look the payment up at the provider by the attempt id, its idempotency key";
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
