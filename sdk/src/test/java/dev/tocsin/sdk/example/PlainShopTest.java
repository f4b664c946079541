package dev.tocsin.sdk.example;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.tocsin.sdk.process.ChildProcess;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainShopTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private Path spool;
  private final List<String> received = new CopyOnWriteArrayList<>();

  @Test
  void aShopWithoutAFrameworkIsCountedProbedLoggedAndHeard() throws Exception {
    HttpServer server = eventServer();
    String address = "http://localhost:" + server.getAddress().getPort();
    try (ChildProcess shop =
        ChildProcess.start(PlainShop.class, address, "t".repeat(16), spool.toString())) {
      await().atMost(PATIENCE).until(() -> !shop.said("ops-port").isEmpty());
      String orders = "http://localhost:" + shop.said("port") + "/orders";
      String ops = "http://localhost:" + shop.said("ops-port");
      assertEquals(200, get(ops + "/readyz").statusCode());

      HttpResponse<String> placed = order(orders);
      assertEquals(201, placed.statusCode());
      assertEquals("chain-3", placed.headers().firstValue("x-correlation-id").orElseThrow());
      assertEquals(201, order(orders).statusCode());
      assertEquals(409, order(orders).statusCode());

      await().atMost(PATIENCE).until(() -> get(ops + "/readyz").statusCode() == 503);
      await().atMost(PATIENCE).until(() -> received.toString().contains("shop.sold-out"));
      String metrics = get(ops + "/metrics").body();
      assertTrue(metrics.contains("orders_completed_total 2.0"), metrics);
      assertTrue(metrics.contains("status_code=\"409\"} 1.0"), metrics);
      assertTrue(metrics.contains("jvm_memory_used_bytes{"), metrics);
      JsonNode line = new ObjectMapper().readTree(line(shop, "An order was refused"));
      assertEquals("chain-3", line.path("correlationId").asText());
      assertEquals("plain-shop", line.path("service").asText());
    } finally {
      server.stop(0);
    }
  }

  private static String line(ChildProcess shop, String text) {
    return shop.output().lines().filter(line -> line.contains(text)).findFirst().orElseThrow();
  }

  private HttpServer eventServer() throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    server.createContext(
        "/api/v1/events",
        exchange -> {
          received.add(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(202, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static HttpResponse<String> order(String url) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("x-correlation-id", "chain-3")
            .POST(BodyPublishers.noBody())
            .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(String url) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer scraper").build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }
}
