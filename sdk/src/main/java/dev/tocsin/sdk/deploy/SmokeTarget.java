package dev.tocsin.sdk.deploy;

import dev.tocsin.sdk.http.BoundedAnswer;
import dev.tocsin.sdk.http.BoundedHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The application as its smoke tests reach it: over HTTP, from outside of its own code.
public final class SmokeTarget {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
  private static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

  private final Supplier<URI> address;
  private final @Nullable String metricsToken;
  private @Nullable HttpClient client;

  /// @param address where the ops paths are below, `http://localhost:8080/shop`; asked at each run,
  ///   since a port may be known only after the start
  /// @param metricsToken the bearer token of `/metrics`, when it asks for one
  public SmokeTarget(Supplier<URI> address, @Nullable String metricsToken) {
    this.address = address;
    this.metricsToken = metricsToken;
  }

  Answer get(String path) throws IOException, InterruptedException {
    return get(path, null);
  }

  Answer getMetrics() throws IOException, InterruptedException {
    return get("/metrics", metricsToken);
  }

  /// Made with the first call: a client reads the machine's certificates, which is a good part of
  /// what an application's start may take.
  private synchronized HttpClient client() {
    HttpClient known = client;
    if (known == null) {
      known = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
      client = known;
    }
    return known;
  }

  private Answer get(String path, @Nullable String token) throws IOException, InterruptedException {
    String base = address.get().toString();
    String trimmed = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(trimmed + path))
            .timeout(ANSWER_TIMEOUT)
            .header("Accept", "application/json, text/plain;version=0.0.4");
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    BoundedAnswer answer = BoundedHttp.send(client(), request.build(), MAX_BODY_BYTES);
    String contentType = answer.headers().firstValue("Content-Type").orElse("");
    Optional<String> text = answer.whole() ? Optional.of(answer.text()) : Optional.empty();
    return new Answer(answer.status(), contentType, text);
  }

  /// @param body absent when it is over the limit
  record Answer(int status, String contentType, Optional<String> body) {}
}
