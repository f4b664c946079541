package dev.tocsin.sdk.example;

import ch.qos.logback.classic.LoggerContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tocsin.sdk.correlation.Correlation;
import dev.tocsin.sdk.correlation.CorrelationIds;
import dev.tocsin.sdk.event.Event;
import dev.tocsin.sdk.event.EventClient;
import dev.tocsin.sdk.event.EventOptions;
import dev.tocsin.sdk.event.EventOptions.Receiver;
import dev.tocsin.sdk.health.Criticality;
import dev.tocsin.sdk.health.HealthEngine;
import dev.tocsin.sdk.health.HealthIndicator;
import dev.tocsin.sdk.health.HealthOptions;
import dev.tocsin.sdk.health.HealthOutcome;
import dev.tocsin.sdk.health.HealthScope;
import dev.tocsin.sdk.health.MemoryIndicator;
import dev.tocsin.sdk.health.StartupGate;
import dev.tocsin.sdk.log.LogOptions;
import dev.tocsin.sdk.log.SamplingOptions;
import dev.tocsin.sdk.log.logback.LogbackSetup;
import dev.tocsin.sdk.metrics.ActiveRequest;
import dev.tocsin.sdk.metrics.ApplicationMetrics;
import dev.tocsin.sdk.metrics.JvmMetrics;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.HealthGauges;
import dev.tocsin.sdk.ops.MetricsAccess;
import dev.tocsin.sdk.ops.OpsAccess;
import dev.tocsin.sdk.ops.OpsServer;
import dev.tocsin.sdk.ops.OpsSurface;
import dev.tocsin.sdk.redact.Redactor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A shop with one route on the JDK's HTTP server, made observable by hand.
public final class PlainShop {

  private static final InstantSource CLOCK = InstantSource.system();
  private static final Logger LOG = LoggerFactory.getLogger(PlainShop.class);

  private final Telemetry telemetry = new Telemetry();
  private final ApplicationMetrics metrics = new ApplicationMetrics(telemetry);
  private final AtomicInteger stock = new AtomicInteger(2);
  private final EventClient events;

  private PlainShop(URI server, String token, Path spool) {
    events = new EventClient(EventOptions.of(new Receiver(server, token), spool), telemetry, CLOCK);
  }

  /// @param arguments address of the server, token for events, folder for what waits
  public static void main(String[] arguments) throws IOException {
    logAsJson();
    var shop = new PlainShop(URI.create(arguments[0]), arguments[1], Path.of(arguments[2]));
    System.out.println("port " + shop.serveOrders());
    System.out.println("ops-port " + shop.serveOperations("scraper", "operator"));
  }

  // snippet: plain-log
  private static void logAsJson() {
    LogOptions options =
        new LogOptions(
            "plain-shop",
            LogOptions.Format.JSON,
            SamplingOptions.defaults(),
            Redactor.standard(),
            null,
            null);
    LogbackSetup.install((LoggerContext) LoggerFactory.getILoggerFactory(), options);
  }

  // end

  // snippet: plain-operations
  private int serveOperations(String scrapeToken, String operatorToken) {
    var stockIndicator =
        HealthIndicator.of(
            "stock",
            Criticality.CRITICAL,
            HealthScope.READINESS,
            () -> stock.get() > 0 ? HealthOutcome.up() : HealthOutcome.down("sold out"));
    var memory = MemoryIndicator.ofMaxHeap(MemoryIndicator.DEFAULT_MAX_USED_RATIO);
    var health =
        new HealthEngine(
            HealthOptions.defaults(), new StartupGate(CLOCK), List.of(memory, stockIndicator));
    HealthGauges.publish(health, telemetry);
    health.start();
    new JvmMetrics(telemetry);
    var surface =
        OpsSurface.builder(telemetry)
            .health(health)
            .metrics(MetricsAccess.withToken(scrapeToken))
            .operators(OpsAccess.withToken(operatorToken))
            .build();
    var server = new OpsServer(surface, new InetSocketAddress(0));
    server.start();
    return server.port();
  }

  // end

  private int serveOrders() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(0), 0);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext("/orders", this::observed);
    server.start();
    return server.getAddress().getPort();
  }

  // snippet: plain-request
  private void observed(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    var ids =
        CorrelationIds.fromHeaders(
            headers.getFirst(CorrelationIds.CORRELATION_HEADER),
            headers.getFirst(CorrelationIds.REQUEST_HEADER));
    ActiveRequest active = metrics.http().begin();
    int status = 500;
    Correlation.Scope scope = Correlation.open(ids);
    try {
      Correlation.headers().forEach(exchange.getResponseHeaders()::set);
      status = order();
      exchange.sendResponseHeaders(status, -1);
    } finally {
      active.finish(exchange.getRequestMethod(), "/orders", status);
      scope.close();
      exchange.close();
    }
  }

  private int order() {
    if (stock.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
      events.offer(Event.raised(SOLD_OUT, "Somebody wanted what is not there", Map.of(), CLOCK));
      LOG.warn("An order was refused");
      return 409;
    }
    metrics.recordOrder(4.90, "EUR");
    LOG.info("An order was placed");
    return 201;
  }

  private static final Event.Alarm SOLD_OUT = new Event.Alarm("shop.sold-out", "P2");
  // end
}
