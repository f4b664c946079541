package dev.tocsin.sdk.health;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/// Asks a service for a URL with `GET`: 2xx and 3xx are UP, everything else DOWN. The body is not
/// read.
public final class HttpIndicator implements HealthIndicator {

  private static final int FIRST_ERROR_STATUS = 400;

  private final String name;
  private final Criticality criticality;
  private final Duration timeout;
  private final HttpClient client;
  private final HttpRequest request;

  public HttpIndicator(String name, Criticality criticality, URI url, Duration timeout) {
    this.name = name;
    this.criticality = criticality;
    this.timeout = timeout;
    this.client = HttpClient.newBuilder().connectTimeout(timeout).build();
    this.request = HttpRequest.newBuilder(url).timeout(timeout).GET().build();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Criticality criticality() {
    return criticality;
  }

  @Override
  public HealthScope scope() {
    return HealthScope.EXTERNAL;
  }

  @Override
  public Duration timeout() {
    return timeout;
  }

  @Override
  public HealthOutcome check() throws IOException, InterruptedException {
    int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    Map<String, Object> details = Map.of("httpStatus", status);
    return status < FIRST_ERROR_STATUS
        ? new HealthOutcome.Up(details)
        : new HealthOutcome.Down("answered with HTTP status " + status, details);
  }
}
