package dev.tocsin.marketplace.payment;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Speaks the provider's HTTP interface: one method, one call, no retry.
@Component
class StripeClient implements AutoCloseable {
  static final long MOST_ANSWER_BYTES = 256 * 1024;

  private final PaymentOptions options;
  private final HttpClient client;

  StripeClient(PaymentOptions options) {
    this.options = options;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(options.timeout())
            .build();
  }

  /// A field of a form.
  record Field(String name, String value) {}

  /// The provider gave no answer at all.
  static final class NoAnswerException extends RuntimeException {
    private final boolean timedOut;

    NoAnswerException(boolean timedOut, String text, @Nullable Throwable cause) {
      super(text, cause);
      this.timedOut = timedOut;
    }

    boolean timedOut() {
      return timedOut;
    }
  }

  StripeAnswer get(String path) {
    return send(request(path).GET().build());
  }

  StripeAnswer delete(String path) {
    return send(request(path).DELETE().build());
  }

  StripeAnswer post(String path, List<Field> form, String idempotencyKey) {
    var body =
        form.stream()
            .map(field -> encode(field.name()) + "=" + encode(field.value()))
            .collect(Collectors.joining("&"));
    return send(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Idempotency-Key", idempotencyKey)
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(options.url() + path))
        .timeout(options.timeout())
        .header("Authorization", "Bearer " + options.key());
  }

  /// The limit covers the whole answer; the client's own timeout would stop at its first byte.
  private StripeAnswer send(HttpRequest request) {
    var handler = BodyHandlers.limiting(BodyHandlers.ofString(), MOST_ANSWER_BYTES);
    var exchange = client.sendAsync(request, handler);
    try {
      var response = exchange.get(options.timeout().toMillis(), TimeUnit.MILLISECONDS);
      return new StripeAnswer(response.statusCode(), response.headers(), response.body());
    } catch (TimeoutException exception) {
      exchange.cancel(true);
      throw new NoAnswerException(true, "no answer within " + text(options.timeout()), exception);
    } catch (ExecutionException exception) {
      throw failure(exception);
    } catch (InterruptedException exception) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      throw new NoAnswerException(false, "the shop is stopping", exception);
    }
  }

  private NoAnswerException failure(ExecutionException exception) {
    return switch (exception.getCause()) {
      case HttpTimeoutException cause ->
          new NoAnswerException(true, "no answer within " + text(options.timeout()), cause);
      case ConnectException cause -> new NoAnswerException(false, "connection refused", cause);
      case IOException cause ->
          new NoAnswerException(false, "connection broke: " + cause.getMessage(), cause);
      case null, default -> throw new IllegalStateException("BUG: HTTP client failed", exception);
    };
  }

  private static String text(Duration duration) {
    return duration.toMillis() + " ms";
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
