package dev.tocsin.sdk.event;

import dev.tocsin.sdk.event.Answer.Outcome;
import dev.tocsin.sdk.http.BoundedAnswer;
import dev.tocsin.sdk.http.BoundedHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;

/// Posts JSON. Follows no redirect, so that a token goes nowhere else.
final class EventHttp {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
  private static final int BODY_LIMIT_BYTES = 64 * 1024;

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_LIMIT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  Answer post(URI address, String token, String body, Map<String, String> headers)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(ANSWER_LIMIT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    headers.forEach(request::header);
    try {
      return answer(BoundedHttp.send(client, request.build(), BODY_LIMIT_BYTES));
    } catch (IOException e) {
      return new Answer(Outcome.LATER, e.getClass().getSimpleName(), Duration.ZERO, "");
    }
  }

  private static Answer answer(BoundedAnswer response) {
    int status = response.status();
    String told = "HTTP " + status;
    if (status >= 200 && status < 300) {
      return new Answer(Outcome.TAKEN, told, Duration.ZERO, response.text());
    }
    boolean later = status == 408 || status == 429 || status >= 500;
    return new Answer(later ? Outcome.LATER : Outcome.NEVER, told, retryAfter(response), "");
  }

  /// `Retry-After` in seconds (RFC 9110, section 10.2.3); the form with a date counts as none.
  private static Duration retryAfter(BoundedAnswer response) {
    String text = response.headers().firstValue("Retry-After").orElse("");
    return text.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(text)) : Duration.ZERO;
  }
}
