package dev.tocsin.marketplace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A browser or client of a test, with its session cookie.
public final class TestVisitor {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String shop;
  private final Map<String, String> headers = new HashMap<>();

  TestVisitor(String shop) {
    this.shop = shop;
  }

  /// An answer with its body as text and, if it is JSON, as a tree.
  public record Answer(int status, String body, HttpResponse<String> raw) {
    public JsonNode json() {
      return JSON.readTree(body);
    }

    public JsonNode data() {
      return json().path("data");
    }
  }

  public TestVisitor with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  public Answer get(String path) {
    return send("GET", path, "application/json", "");
  }

  public Answer json(String method, String path, String body) {
    return send(method, path, "application/json", body);
  }

  public Answer form(String path, String body) {
    return send("POST", path, "application/x-www-form-urlencoded", body);
  }

  private Answer send(String method, String path, String type, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(shop + path))
            .header("Content-Type", type)
            .method(method, BodyPublishers.ofString(body));
    headers.forEach(request::setHeader);
    try {
      var response = CLIENT.send(request.build(), BodyHandlers.ofString());
      response.headers().allValues("Set-Cookie").stream()
          .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
          .forEach(cookie -> headers.put("Cookie", cookie));
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(exception);
    }
  }

  /// Puts a product into the cart and gives the cart.
  public JsonNode add(String productId) {
    var answer = json("POST", "/api/v2/cart/items", "{\"productId\":\"%s\"}".formatted(productId));
    if (answer.status() != 201) {
      throw new AssertionError(answer.status() + " " + answer.body());
    }
    return answer.data();
  }

  /// Pays what is in the cart.
  public Answer checkOut(String paymentMethod) {
    var version = get("/api/v2/cart").data().path("snapshotVersion").asLong();
    return json(
        "POST",
        "/api/v2/checkout",
        """
        {"expectedSnapshotVersion":%d,"email":"buyer@shoppers.example","paymentMethod":"%s"}\
        """
            .formatted(version, paymentMethod));
  }

  /// Fills the cart with one product and pays it.
  public Answer buy(String paymentMethod) {
    add("prd_kaya-mono");
    return checkOut(paymentMethod);
  }

  public String orderStatus(String orderId) {
    return get("/api/v2/orders/" + orderId).data().path("status").asString("");
  }
}
