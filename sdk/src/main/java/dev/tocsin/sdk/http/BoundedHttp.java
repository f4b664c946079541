package dev.tocsin.sdk.http;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends a request and takes the beginning of its answer, all within the request's timeout.
///
/// The client's own timeout ends when the answer's headers are there: a server that stalls in the
/// middle of its body would hold the caller for ever.
public final class BoundedHttp {

  private BoundedHttp() {}

  /// @param request one with a timeout, which is for the whole exchange here
  /// @param maxBodyBytes what comes after them is not read, and the connection is dropped
  /// @throws HttpTimeoutException if the answer is not there in time
  /// @throws IOException if the server cannot be reached or breaks the connection
  public static BoundedAnswer send(HttpClient client, HttpRequest request, int maxBodyBytes)
      throws IOException, InterruptedException {
    Duration limit =
        request
            .timeout()
            .orElseThrow(() -> new IllegalArgumentException("the request has no timeout"));
    CompletableFuture<HttpResponse<BodyBeginning.Read>> exchange =
        client.sendAsync(request, head -> new BodyBeginning(maxBodyBytes));
    try {
      HttpResponse<BodyBeginning.Read> answer = exchange.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      BodyBeginning.Read body = answer.body();
      return new BoundedAnswer(answer.statusCode(), answer.headers(), body.bytes(), body.whole());
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no whole answer within " + limit.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw failure(e);
    } finally {
      exchange.cancel(true);
    }
  }

  private static IOException failure(ExecutionException failure) {
    return failure.getCause() instanceof IOException known
        ? known
        : new IOException(String.valueOf(failure.getCause()), failure);
  }
}
