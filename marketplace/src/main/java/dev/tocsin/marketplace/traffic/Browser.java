package dev.tocsin.marketplace.traffic;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One visitor's way to talk to the shop: keeps its session cookie, and nothing else.
final class Browser {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final long MOST_ANSWER_BYTES = 1024 * 1024;
  private static final String SESSION = "shop_session=";

  private final HttpClient client;
  private final URI shop;
  private final JsonMapper json;
  private String cookie = "";

  Browser(HttpClient client, URI shop, JsonMapper json) {
    this.client = client;
    this.shop = shop;
    this.json = json;
  }

  /// An answer of the shop.
  record Answer(int status, JsonNode data) {
    boolean isGood() {
      return status < 400;
    }
  }

  /// Opens a page.
  Answer open(String path) throws IOException, InterruptedException {
    return send("GET", path, "text/html", BodyPublishers.noBody());
  }

  Answer fetch(String path) throws IOException, InterruptedException {
    return send("GET", path, "application/json", BodyPublishers.noBody());
  }

  Answer send(String method, String path, Map<String, ?> body)
      throws IOException, InterruptedException {
    return send(
        method, path, "application/json", BodyPublishers.ofString(json.writeValueAsString(body)));
  }

  private Answer send(String method, String path, String accept, BodyPublisher body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(shop.resolve(path))
            .timeout(PATIENCE)
            .header("Accept", accept)
            .header("User-Agent", "Mozilla/5.0 (compatible; MarketplaceTraffic)")
            .header("X-Client-Name", "traffic")
            .header("Content-Type", "application/json")
            .method(method, body);
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    var handler = BodyHandlers.limiting(BodyHandlers.ofString(), MOST_ANSWER_BYTES);
    var response = client.send(request.build(), handler);
    response.headers().allValues("Set-Cookie").forEach(this::keep);
    return new Answer(response.statusCode(), data(accept, response.body()));
  }

  private void keep(String header) {
    if (header.startsWith(SESSION)) {
      var end = header.indexOf(';');
      cookie = end < 0 ? header : header.substring(0, end);
    }
  }

  private JsonNode data(String accept, String body) {
    if (accept.equals("text/html")) {
      return json.nullNode();
    }
    try {
      return json.readTree(body).path("data");
    } catch (JacksonException _) {
      return json.nullNode();
    }
  }
}
