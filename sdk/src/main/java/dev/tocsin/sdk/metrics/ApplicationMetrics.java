package dev.tocsin.sdk.metrics;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/// What a shop records, by method instead of by metric name. One instance per [Telemetry] is
/// enough; all methods are safe from any thread and never throw because of a bad value.
///
/// Names, labels and buckets are those of the [Catalogue]. The metrics of a feature that not every
/// shop has, such as [#crawls()], are published from the first time that the feature is asked for.
public final class ApplicationMetrics {

  private final Telemetry telemetry;
  private final Map<Class<?>, Object> features = new ConcurrentHashMap<>();
  private final HttpMetrics http;
  private final OrderMetrics orders;
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
  private final HistogramFamily stripeWebhooks;
  private final HistogramFamily aiRequests;
  private final GaugeFamily activeCarts;

  public ApplicationMetrics(Telemetry telemetry) {
    this(telemetry, InstantSource.system());
  }

  /// @param clock tells the time for the figures of the last hour
  public ApplicationMetrics(Telemetry telemetry, InstantSource clock) {
    this.telemetry = telemetry;
    http = new HttpMetrics(telemetry);
    orders = new OrderMetrics(telemetry, clock);
    payments = new PaymentMetrics(telemetry, orders);
    work = new WorkMetrics(telemetry);
    registrations = telemetry.counter("user_registrations_total");
    logins = telemetry.counter("user_logins_total");
    productViews = telemetry.counter("product_view_total");
    emails = telemetry.counter("email_sent_total");
    emailJobs = telemetry.counter("email_jobs_total");
    webhookEvents = telemetry.counter("webhook_events_total");
    redisOperations = telemetry.counter("redis_operations_total");
    stripeWebhooks = telemetry.histogram("stripe_webhook_processing_seconds");
    aiRequests = telemetry.histogram("ai_request_duration_seconds");
    activeCarts = telemetry.gauge("active_cart_count");
    telemetry.gauge("active_websocket_connections").observe(webSockets::doubleValue);
    declareClosedSets();
  }

  public HttpMetrics http() {
    return http;
  }

  public OrderMetrics orders() {
    return orders;
  }

  public PaymentMetrics payments() {
    return payments;
  }

  public WorkMetrics work() {
    return work;
  }

  public AdsMetrics ads() {
    return feature(AdsMetrics.class, AdsMetrics::new);
  }

  public AgeVerificationMetrics ageVerifications() {
    return feature(AgeVerificationMetrics.class, AgeVerificationMetrics::new);
  }

  public AutomationMetrics automations() {
    return feature(AutomationMetrics.class, AutomationMetrics::new);
  }

  public BookingMetrics bookings() {
    return feature(BookingMetrics.class, BookingMetrics::new);
  }

  public CacheMetrics cache() {
    return feature(CacheMetrics.class, CacheMetrics::new);
  }

  public CartMetrics carts() {
    return feature(CartMetrics.class, CartMetrics::new);
  }

  public CatalogMetrics catalog() {
    return feature(CatalogMetrics.class, CatalogMetrics::new);
  }

  public ChatMetrics chats() {
    return feature(ChatMetrics.class, ChatMetrics::new);
  }

  public CrawlMetrics crawls() {
    return feature(CrawlMetrics.class, CrawlMetrics::new);
  }

  public FxMetrics fx() {
    return feature(FxMetrics.class, FxMetrics::new);
  }

  public ImageMetrics images() {
    return feature(ImageMetrics.class, ImageMetrics::new);
  }

  public IncidentMetrics incidents() {
    return feature(IncidentMetrics.class, IncidentMetrics::new);
  }

  public InventoryMetrics inventory() {
    return feature(InventoryMetrics.class, InventoryMetrics::new);
  }

  public LlmMetrics llm() {
    return feature(LlmMetrics.class, LlmMetrics::new);
  }

  public OfflineQueueMetrics offlineQueue() {
    return feature(OfflineQueueMetrics.class, OfflineQueueMetrics::new);
  }

  public OperationsMetrics operations() {
    return feature(OperationsMetrics.class, OperationsMetrics::new);
  }

  public RateLimitMetrics rateLimits() {
    return feature(RateLimitMetrics.class, RateLimitMetrics::new);
  }

  public SearchMetrics searches() {
    return feature(SearchMetrics.class, SearchMetrics::new);
  }

  public SupportMetrics support() {
    return feature(SupportMetrics.class, SupportMetrics::new);
  }

  /// The recorders that have figures to tell, of the features that were asked for so far.
  public List<MetricsArea> areas() {
    List<MetricsArea> areas = new ArrayList<>(List.of(orders, payments));
    for (Object feature : features.values()) {
      if (feature instanceof MetricsArea area) {
        areas.add(area);
      }
    }
    return areas;
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

  /// See [OrderMetrics#recordOrder].
  public void recordOrder(double amount, String currency) {
    orders.recordOrder(amount, currency);
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

  private <T> T feature(Class<T> type, Function<Telemetry, T> create) {
    Object known = features.get(type);
    return type.cast(
        known != null ? known : features.computeIfAbsent(type, t -> create.apply(telemetry)));
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
