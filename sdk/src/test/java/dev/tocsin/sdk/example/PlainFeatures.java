package dev.tocsin.sdk.example;

import com.zaxxer.hikari.HikariDataSource;
import dev.tocsin.sdk.correlation.Correlation;
import dev.tocsin.sdk.data.DataMetrics;
import dev.tocsin.sdk.data.HikariMetrics;
import dev.tocsin.sdk.data.OptionalRedis;
import dev.tocsin.sdk.data.QueryListener;
import dev.tocsin.sdk.data.QueryMonitor;
import dev.tocsin.sdk.data.QueryOptions;
import dev.tocsin.sdk.data.RedisCommands;
import dev.tocsin.sdk.data.RedisFallback;
import dev.tocsin.sdk.error.FailureReporter;
import dev.tocsin.sdk.error.UncaughtFailures;
import dev.tocsin.sdk.error.sentry.SentrySettings;
import dev.tocsin.sdk.error.sentry.SentrySink;
import dev.tocsin.sdk.event.Event;
import dev.tocsin.sdk.event.Event.Alarm;
import dev.tocsin.sdk.event.EventClient;
import dev.tocsin.sdk.event.EventOptions;
import dev.tocsin.sdk.event.EventOptions.Receiver;
import dev.tocsin.sdk.fallback.FallbackSeverity;
import dev.tocsin.sdk.fallback.Fallbacks;
import dev.tocsin.sdk.job.Job;
import dev.tocsin.sdk.job.Jobs;
import dev.tocsin.sdk.metrics.AgeVerificationMethod;
import dev.tocsin.sdk.metrics.AgeVerificationOutcome;
import dev.tocsin.sdk.metrics.ApplicationMetrics;
import dev.tocsin.sdk.metrics.CallOutcome;
import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.HistogramFamily;
import dev.tocsin.sdk.metrics.PaymentFailure;
import dev.tocsin.sdk.metrics.PaymentOutcome;
import dev.tocsin.sdk.metrics.RefundKind;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.outbox.EventReceiver;
import dev.tocsin.sdk.outbox.FileLogBuffer;
import dev.tocsin.sdk.outbox.Outbox;
import dev.tocsin.sdk.outbox.ProcessedEvents;
import dev.tocsin.sdk.outbox.kafka.KafkaTransport;
import dev.tocsin.sdk.outbox.redis.RedisStreamBuffer;
import dev.tocsin.sdk.redact.Redactor;
import dev.tocsin.sdk.security.Access;
import dev.tocsin.sdk.security.RequestOrigin;
import dev.tocsin.sdk.security.SecurityAudit;
import dev.tocsin.sdk.security.TokenValidation;
import dev.tocsin.sdk.security.TokenValidations;
import dev.tocsin.sdk.segment.Experiments;
import dev.tocsin.sdk.shutdown.InFlight;
import dev.tocsin.sdk.shutdown.Shutdown;
import dev.tocsin.sdk.shutdown.ShutdownPart;
import dev.tocsin.sdk.shutdown.ShutdownPhase;
import dev.tocsin.sdk.trace.Tracing;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// The features one by one, as their pages show them. Compiled, not run: each feature has its own
/// tests.
abstract class PlainFeatures {

  private final Telemetry telemetry = new Telemetry();
  private final ApplicationMetrics metrics = new ApplicationMetrics(telemetry);
  private final InstantSource clock = InstantSource.system();

  void metrics() {
    // snippet: metrics-record
    metrics.recordOrder(49.90, "EUR");
    metrics
        .payments()
        .recordFailure("card", PaymentOutcome.DECLINED, PaymentFailure.FRAUD_SUSPECTED);
    metrics.payments().recordRefund(12.50, "EUR", RefundKind.PARTIAL);
    metrics.crawls().recordRequest(CallOutcome.TIMEOUT, Duration.ofSeconds(30));
    // end
  }

  void ownMetrics() {
    // snippet: metrics-own
    CounterFamily bookings = telemetry.counter("gift_cards_total", "Gift cards by state.", "state");
    HistogramFamily searches =
        telemetry.histogram(
            "quote_seconds", "Time to a quote.", new double[] {0.1, 0.5, 1}, "outcome");
    bookings.increment("sold");
    searches.record(0.2, "found");
    // end
  }

  DataSource data(HikariDataSource hikariDataSource, RedisClient lettuceClient) {
    // snippet: data-watch
    DataMetrics data = new DataMetrics(telemetry);
    HikariMetrics.watch("shop", hikariDataSource, data, telemetry);
    QueryMonitor queries = new QueryMonitor(data, QueryOptions.of(Duration.ofMillis(500), 0.1));
    DataSource watched = QueryListener.watch("shop", hikariDataSource, queries);
    RedisCommands.count(lettuceClient, metrics);
    // end
    return watched;
  }

  void redis(String redisUrl) {
    // snippet: data-redis
    OptionalRedis redis =
        new OptionalRedis(telemetry, redisUrl != null, change -> notifyOperators(change));
    redis.lost("rate-limiter", "connection refused");
    redis.back("rate-limiter");
    // end
  }

  abstract void notifyOperators(RedisFallback change);

  void failures(
      SentrySettings settings, InFlight inFlight, ScheduledExecutorService scheduler, Parts parts) {
    Outbox outbox = parts.outbox();
    Fallbacks fallbacks = parts.fallbacks();
    EventClient events = parts.events();
    Tracing tracing = parts.tracing();
    // snippet: errors-shutdown
    Shutdown shutdown = new Shutdown(Shutdown.DEFAULT_LIMIT);
    FailureReporter reporter =
        new FailureReporter(telemetry, SentrySink.start(settings, Redactor.standard(), telemetry));
    new UncaughtFailures(reporter, shutdown).install();
    shutdown
        .add(ShutdownPhase.DRAIN, "requests", inFlight::drain)
        .add(ShutdownPhase.SCHEDULERS, "jobs", left -> scheduler.shutdown())
        .add(ShutdownPart.OUTBOX, outbox::finish)
        .add(ShutdownPart.ERRORS, reporter::flush)
        .add(ShutdownPart.ALERTS, fallbacks::flush)
        .add(ShutdownPart.EVENTS, events::flush)
        .add(ShutdownPart.TRACES, tracing::flush)
        .install();
    // end
  }

  /// What an application with all features has to end.
  record Parts(Outbox outbox, Fallbacks fallbacks, EventClient events, Tracing tracing) {}

  void events(URI server, String token, Path folder) {
    // snippet: events-offer
    EventClient client =
        new EventClient(EventOptions.of(new Receiver(server, token), folder), telemetry, clock);
    client.offer(Event.of("deploy.finished", "version 7 is live", Map.of("version", 7), clock));
    Alarm stale = new Alarm("i18n.fx-rates.stale-grace-window", "P2");
    client.offer(Event.raised(stale, "EUR rates are 3 h old", Map.of(), clock));
    // end
  }

  void fallbacks(Fallbacks fallbacks) {
    // snippet: fallbacks-raise
    fallbacks.raise("catalog.stream.polling", FallbackSeverity.WARNING, "Polling for now.");
    fallbacks.resolve("catalog.stream.polling");
    // end
  }

  ScheduledFuture<?> jobs(Jobs jobs, ScheduledExecutorService executor) {
    // snippet: jobs-job
    Job sync = jobs.job("sync", Duration.ofMinutes(30));
    return executor.scheduleWithFixedDelay(sync.wrap(this::sync), 0, 5, TimeUnit.MINUTES);
    // end
  }

  abstract void sync();

  void outbox(DataSource dataSource, Map<String, Object> settings, String redisUrl)
      throws IOException {
    // snippet: outbox-plain
    RedisStreamBuffer stream =
        RedisStreamBuffer.of(redisUrl, "tocsin:outbox:shop", 1_000_000, Duration.ofSeconds(1));
    Path folder = Path.of("/var/lib/shop/outbox");
    Outbox outbox =
        Outbox.of("automation", dataSource, new KafkaTransport(settings))
            .buffer(stream)
            .buffer(new FileLogBuffer(folder, FileLogBuffer.DEFAULT_MAX_BYTES))
            .telemetry(telemetry)
            .build();
    outbox.start();
    // end
  }

  void append(Outbox outbox, Connection connection, String orderId, String json)
      throws SQLException {
    // snippet: outbox-append
    outbox.append(connection, "orders", orderId, json); // in the caller's transaction
    // end
  }

  void receive(ProcessedEvents processed, Connection connection, String eventId)
      throws SQLException {
    // snippet: outbox-receive
    if (processed.isFirst(connection, eventId)) { // ProcessedEvents
      ship(connection, eventId);
    }
    // end
  }

  abstract void ship(Connection connection, String eventId);

  void handle(EventReceiver handler, ConsumerRecord<String, String> record) throws Exception {
    // snippet: outbox-handle
    Map<String, byte[]> headers = new HashMap<>();
    record.headers().forEach(header -> headers.put(header.key(), header.value()));
    handler.handle(record.topic(), headers, () -> ship(record.value())); // EventReceiver
    // end
  }

  abstract String ship(String order);

  void security(SecurityAudit audit, RequestOrigin origin, String user, long rows) {
    // snippet: security-tell
    audit.roleTampering(user, origin, "field role of PUT /users/me");
    audit.observe(Access.read(user, origin, "customer-export", rows));
    // end
  }

  void token(TokenValidations validations, boolean known) {
    // snippet: security-token
    validations.record(known ? TokenValidation.CACHE : TokenValidation.REMOTE);
    // end
  }

  void segments(Experiments experiments, String customerId, long inStock, long reserved) {
    // snippet: segments-record
    experiments.recordAssignment("button-colour", "red", customerId);
    experiments.recordConversion("button-colour", customerId);
    metrics
        .ageVerifications()
        .record(AgeVerificationMethod.DOCUMENT, AgeVerificationOutcome.VERIFIED);
    metrics.inventory().setStock("shoes", inStock, reserved);
    // end
  }

  void correlation(HttpRequest.Builder request, Runnable task) {
    // snippet: correlation-carry
    Runnable later = Correlation.wrap(task);
    HttpRequest call = Correlation.addTo(request).build();
    Map<String, String> headersOfMessage = Correlation.headers();
    // end
    run(later, call, headersOfMessage);
  }

  abstract void run(Runnable task, HttpRequest call, Map<String, String> headers);
}
