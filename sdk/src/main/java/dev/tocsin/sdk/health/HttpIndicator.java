package dev.tocsin.sdk.health;

import dev.tocsin.sdk.http.BoundedAnswer;
import dev.tocsin.sdk.http.BoundedHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Asks a service for a URL with `GET`: 2xx and 3xx are UP, 429 is DEGRADED (it lives, and asks for
/// patience), everything else is DOWN; 401 and 403 say that the credentials were refused. Redirects
/// are not followed.
public final class HttpIndicator implements DescribedIndicator {

  /// Bytes of an answer that are read for its details.
  public static final int MAX_BODY_BYTES = 64 * 1024;

  private static final int FIRST_ERROR_STATUS = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY_REQUESTS = 429;

  private final IndicatorDescription description;
  private final HttpRequest request;
  private final AnswerReader reader;

  /// A service without credentials whose body is of no interest.
  public HttpIndicator(String name, Criticality criticality, URI url, Duration timeout) {
    this(
        new IndicatorDescription(
            name, name, criticality, HealthScope.EXTERNAL, timeout, DEFAULT_CACHE_TIME),
        url,
        Map.of(),
        (headers, body) -> Map.of());
  }

  /// @param headers sent with the request; they are never shown
  /// @param reader what of a good answer is shown to operators
  public HttpIndicator(
      IndicatorDescription description, URI url, Map<String, String> headers, AnswerReader reader) {
    this.description = description;
    this.reader = reader;
    HttpRequest.Builder builder = HttpRequest.newBuilder(url).timeout(description.timeout()).GET();
    headers.forEach(builder::header);
    this.request = builder.build();
  }

  @Override
  public IndicatorDescription description() {
    return description;
  }

  @Override
  public HealthOutcome check() throws IOException, InterruptedException {
    BoundedAnswer answer = BoundedHttp.send(Client.SHARED, request, MAX_BODY_BYTES);
    if (answer.status() >= FIRST_ERROR_STATUS) {
      return refused(answer.status());
    }
    Map<String, Object> details = new HashMap<>(reader.details(answer.headers(), answer.text()));
    details.put("httpStatus", answer.status());
    return new HealthOutcome.Up(details);
  }

  private static HealthOutcome refused(int status) {
    Map<String, Object> details = Map.of("httpStatus", status);
    return switch (status) {
      case UNAUTHORIZED, FORBIDDEN ->
          new HealthOutcome.Down("refused the credentials with HTTP status " + status, details);
      case TOO_MANY_REQUESTS ->
          new HealthOutcome.Degraded("asks for fewer calls with HTTP status " + status, details);
      default -> new HealthOutcome.Down("answered with HTTP status " + status, details);
    };
  }

  /// Takes what an operator should see out of a good answer.
  @FunctionalInterface
  public interface AnswerReader {

    /// @param body at most [#MAX_BODY_BYTES] of it
    /// @throws IOException when the answer is not what the service is known to answer: DOWN
    Map<String, Object> details(HttpHeaders headers, String body) throws IOException;
  }

  /// One client for all indicators; made when the first of them is asked.
  private static final class Client {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final HttpClient SHARED =
        HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
  }
}
