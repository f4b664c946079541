package dev.tocsin.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/// A sandbox on free ports with a client that talks to it.
final class SandboxClient implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  final Sandbox sandbox;
  final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  SandboxClient() throws IOException {
    this(Sandbox.start(SandboxOptions.ephemeral()));
  }

  SandboxClient(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  record Answer(int status, String body, java.net.http.HttpHeaders headers) {
    JsonNode json() {
      return Json.parse(body).orElseThrow(() -> new AssertionError("not JSON: " + body));
    }

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  Answer send(String method, String path, String body, String... headers) throws Exception {
    return send(TIMEOUT, method, path, body, headers);
  }

  Answer send(Duration timeout, String method, String path, String body, String... headers)
      throws Exception {
    var request =
        HttpRequest.newBuilder(uri(path))
            .timeout(timeout)
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.body(), response.headers());
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + sandbox.httpPort() + path);
  }

  Answer get(String path) throws Exception {
    return send("GET", path, "");
  }

  Answer post(String path, String body, String... headers) throws Exception {
    return send("POST", path, body, headers);
  }

  /// A form to the payment provider, with a good key.
  Answer stripe(String method, String path, String form, String... headers) throws Exception {
    var all = new java.util.ArrayList<>(List.of("Authorization", "Bearer sk_test_abc"));
    all.addAll(List.of("Content-Type", "application/x-www-form-urlencoded"));
    all.addAll(List.of(headers));
    return send(method, "/stripe/v1/" + path, form, all.toArray(String[]::new));
  }

  Answer control(String service, String json) throws Exception {
    return send("PUT", "/_control/" + service, json);
  }

  JsonNode inbox(String service) throws Exception {
    return get("/_inbox/" + service).json();
  }

  @Override
  public void close() {
    http.shutdownNow();
    sandbox.close();
  }
}
