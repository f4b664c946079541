package dev.tocsin.sdk.metrics;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// What a shop records, by method instead of by metric name. One instance per [Telemetry] is
/// enough; all methods are safe from any thread and never throw because of a bad value.
public final class ApplicationMetrics {

  private static final double[] ORDER_BUCKETS = {5, 10, 25, 50, 100, 250, 500, 1000};
  private static final double[] WEBHOOK_BUCKETS = {0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
  private static final double[] AI_BUCKETS = {0.1, 0.5, 1, 2.5, 5, 10, 30, 60};

  private final HttpMetrics http;
  private final PaymentMetrics payments;
  private final WorkMetrics work;
  private final AtomicLong webSockets = new AtomicLong();
  private final CounterFamily registrations;
  private final CounterFamily logins;
  private final CounterFamily productViews;
  private final CounterFamily emails;
  private final CounterFamily emailJobs;
  private final CounterFamily webhookEvents;
  private final CounterFamily redisOperations;
  private final CounterFamily ordersCompleted;
  private final CounterFamily revenue;
  private final HistogramFamily orderAmounts;
  private final HistogramFamily stripeWebhooks;
  private final HistogramFamily aiRequests;
  private final GaugeFamily activeCarts;

  public ApplicationMetrics(Telemetry telemetry) {
    http = new HttpMetrics(telemetry);
    payments = new PaymentMetrics(telemetry);
    work = new WorkMetrics(telemetry);
    registrations = telemetry.counter("user_registrations_total", "Users who registered.");
    logins = telemetry.counter("user_logins_total", "Users who logged in.");
    productViews =
        telemetry.counter("product_view_total", "Products looked at.", "product_type", "source");
    emails = telemetry.counter("email_sent_total", "E-mails sent.", "template", "status");
    emailJobs = telemetry.counter("email_jobs_total", "E-mail jobs ended.", "status");
    webhookEvents = telemetry.counter("webhook_events_total", "Webhook events received.", "result");
    redisOperations =
        telemetry.counter("redis_operations_total", "Redis operations.", "operation", "status");
    ordersCompleted = telemetry.counter("orders_completed_total", "Orders completed.");
    revenue = telemetry.counter("revenue_total", "Value of completed orders.", "currency");
    orderAmounts =
        telemetry.histogram(
            "order_total_amount", "Value of a completed order.", ORDER_BUCKETS, "currency");
    stripeWebhooks =
        telemetry.histogram(
            "stripe_webhook_processing_seconds",
            "Time to handle a Stripe webhook.",
            WEBHOOK_BUCKETS,
            "event_type");
    aiRequests =
        telemetry.histogram(
            "ai_request_duration_seconds", "Time of an AI request.", AI_BUCKETS, "operation");
    activeCarts = telemetry.gauge("active_cart_count", "Carts that have not expired.");
    telemetry
        .gauge("active_websocket_connections", "Open WebSocket connections.")
        .observe(webSockets::doubleValue);
    declareClosedSets();
  }

  public HttpMetrics http() {
    return http;
  }

  public PaymentMetrics payments() {
    return payments;
  }

  public WorkMetrics work() {
    return work;
  }

  /// See [HttpMetrics#recordHttpRequest].
  public void recordHttpRequest(
      String method, String route, int statusCode, double durationSeconds) {
    http.recordHttpRequest(method, route, statusCode, durationSeconds);
  }

  public void recordUserRegistration() {
    registrations.increment();
  }

  public void recordUserLogin() {
    logins.increment();
  }

  public void recordApiError(String type, String route) {
    http.recordApiError(type, route);
  }

  /// Records a completed order: its value, the number of orders and the revenue in its currency.
  /// Call it once per order, at completion.
  ///
  /// @param amount in units of the currency (12.50), not in cents
  /// @param currency ISO 4217 code, any case
  public void recordOrder(double amount, String currency) {
    String code = currency.toUpperCase(Locale.ROOT);
    ordersCompleted.increment();
    orderAmounts.record(amount, code);
    revenue.add(amount, code);
  }

  public void setActiveCartCount(long count) {
    activeCarts.set((double) count);
  }

  public void recordProductView(String productType, String source) {
    productViews.increment(productType, source);
  }

  public void recordEmailSent(String template, CallStatus status) {
    emails.increment(template, Labelled.label(status));
  }

  public void recordEmailJob(EmailJobStatus status) {
    emailJobs.increment(Labelled.label(status));
  }

  public void recordWebhookEvent(WebhookResult result) {
    webhookEvents.increment(Labelled.label(result));
  }

  /// Call it for failed events too: their time counts.
  public void recordStripeWebhook(String eventType, double durationSeconds) {
    stripeWebhooks.record(durationSeconds, eventType);
  }

  public void recordRedisOperation(RedisOperation operation, CallStatus status) {
    redisOperations.increment(Labelled.label(operation), Labelled.label(status));
  }

  public void recordAiRequest(String operation, double durationSeconds) {
    aiRequests.record(durationSeconds, operation);
  }

  public void recordWebSocketConnection() {
    webSockets.incrementAndGet();
  }

  /// Call it on every close, normal or not.
  public void recordWebSocketDisconnection() {
    webSockets.updateAndGet(open -> Math.max(0, open - 1));
  }

  private void declareClosedSets() {
    for (EmailJobStatus status : EmailJobStatus.values()) {
      emailJobs.declare(Labelled.label(status));
    }
    for (WebhookResult result : WebhookResult.values()) {
      webhookEvents.declare(Labelled.label(result));
    }
  }
}
