package dev.tocsin.marketplace;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A payment provider for tests: remembers idempotency keys and counts real charges per order.
public final class StripeStandIn implements AutoCloseable {
  public static final String SECRET = "whsec_test";
  private static final String PAYMENTS = "/stripe/v1/payment_intents";

  private final HttpServer server;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> charges = new ConcurrentHashMap<>();
  private final Map<String, String> endpoints = new ConcurrentHashMap<>();
  private final Map<String, String> modes = new ConcurrentHashMap<>(Map.of("stripe", "ok"));
  private final AtomicInteger numbers = new AtomicInteger();
  private final AtomicInteger paymentCalls = new AtomicInteger();

  public StripeStandIn() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// Besides the sandbox's modes: `late` charges and then does not answer, `processing` leaves the
  /// payment open.
  public void mode(String mode) {
    modes.put("stripe", mode);
  }

  public String mode(String service, String absent) {
    return modes.getOrDefault(service, absent);
  }

  public int chargesOf(String orderId) {
    var count = charges.get(orderId);
    return count == null ? 0 : count.get();
  }

  public int totalCharges() {
    return charges.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  public int paymentCalls() {
    return paymentCalls.get();
  }

  public boolean hasEndpoint() {
    return !endpoints.isEmpty();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (path.startsWith("/_control")) {
        control(exchange, path, body);
      } else if (path.startsWith("/stripe/v1/webhook_endpoints")) {
        endpoint(exchange, form(body));
      } else {
        pay(exchange, path, form(body));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void control(HttpExchange exchange, String path, String body) throws IOException {
    if (exchange.getRequestMethod().equals("PUT")) {
      var mode = body.replaceAll(".*\"mode\"\\s*:\\s*\"([a-z_]+)\".*", "$1");
      modes.put(path.substring("/_control/".length()), mode);
    }
    send(
        exchange,
        200,
        "{\"stripe\":{\"mode\":\"%s\"},\"smtp\":{\"mode\":\"%s\"}}"
            .formatted(mode("stripe", "ok"), mode("smtp", "ok")));
  }

  private void endpoint(HttpExchange exchange, Map<String, String> form) throws IOException {
    if (exchange.getRequestMethod().equals("GET")) {
      send(exchange, 200, "{\"data\":[]}");
      return;
    }
    var id = "we_" + numbers.incrementAndGet();
    endpoints.put(id, form.get("url"));
    send(exchange, 200, "{\"id\":\"%s\",\"secret\":\"%s\"}".formatted(id, SECRET));
  }

  private void pay(HttpExchange exchange, String path, Map<String, String> form)
      throws IOException, InterruptedException {
    if (path.equals(PAYMENTS)) {
      paymentCalls.incrementAndGet();
    }
    switch (mode("stripe", "ok")) {
      case "error" -> send(exchange, 500, "{\"error\":{\"type\":\"api_error\"}}");
      case "rate_limit" -> send(exchange, 429, "{}");
      case "garbage" -> send(exchange, 200, "<html>not json");
      case "hang" -> closed.await();
      case "late" -> {
        if (path.equals(PAYMENTS)) {
          intent(exchange, form);
        }
        closed.await();
      }
      case "decline" -> decline(exchange);
      default -> intentOrBalance(exchange, path, form);
    }
  }

  private void intentOrBalance(HttpExchange exchange, String path, Map<String, String> form)
      throws IOException {
    if (path.equals("/stripe/v1/balance")) {
      send(exchange, 200, "{}");
    } else if (form.getOrDefault("payment_method", "").endsWith("chargeDeclined")) {
      decline(exchange);
    } else if (path.startsWith("/stripe/v1/payment_intents/")) {
      send(exchange, 200, intentJson(path.substring(path.lastIndexOf('/') + 1), "succeeded", ""));
    } else {
      send(exchange, 200, intent(exchange, form));
    }
  }

  /// Charges once per idempotency key.
  private String intent(HttpExchange exchange, Map<String, String> form) {
    var key = String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
    var order = form.getOrDefault("metadata[order_id]", "");
    return answers.computeIfAbsent(
        key,
        _ -> {
          charges.computeIfAbsent(order, _ -> new AtomicInteger()).incrementAndGet();
          var status = mode("stripe", "ok").equals("processing") ? "processing" : "succeeded";
          return intentJson("pi_" + numbers.incrementAndGet(), status, order);
        });
  }

  public static String intentJson(String id, String status, String order) {
    return """
    {"id":"%s","object":"payment_intent","status":"%s","metadata":{"order_id":"%s"}}\
    """
        .formatted(id, status, order);
  }

  private static void decline(HttpExchange exchange) throws IOException {
    send(
        exchange,
        402,
        """
        {"error":{"type":"card_error","code":"card_declined","decline_code":"generic_decline",
         "message":"Your card was declined."}}\
        """);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static Map<String, String> form(String body) {
    var form = new LinkedHashMap<String, String>();
    for (var pair : body.split("&", -1)) {
      var equals = pair.indexOf('=');
      if (equals > 0) {
        form.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return form;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
