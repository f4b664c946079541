package dev.tocsin.sdk.trace;

import dev.tocsin.sdk.correlation.ForwardingHttpClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A JDK HTTP client whose calls have spans and carry the trace. Everything else is the client's
/// that it wraps, closing included.
public final class TracedHttpClient extends ForwardingHttpClient {

  private final Tracing tracing;

  public TracedHttpClient(HttpClient client, Tracing tracing) {
    super(client);
    this.tracing = tracing;
  }

  @Override
  public <T extends @Nullable Object> HttpResponse<T> send(
      HttpRequest request, BodyHandler<T> handler) throws IOException, InterruptedException {
    ClientSpan span = tracing.beginCall(request.method(), request.uri());
    try {
      HttpResponse<T> response = client().send(carrying(request, span), handler);
      span.finish(response.statusCode());
      return response;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      span.fail(e);
      throw e;
    }
  }

  @Override
  public <T extends @Nullable Object> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    return sendAsync(request, handler, null);
  }

  @Override
  public <T extends @Nullable Object> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushPromises) {
    ClientSpan span = tracing.beginCall(request.method(), request.uri());
    return client()
        .sendAsync(carrying(request, span), handler, pushPromises)
        .whenComplete(
            (response, failure) -> {
              if (failure == null) {
                span.finish(response.statusCode());
              } else {
                span.fail(failure);
              }
            });
  }

  private static HttpRequest carrying(HttpRequest request, ClientSpan span) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(request, (name, value) -> true);
    span.inject(builder::setHeader);
    return builder.build();
  }
}
