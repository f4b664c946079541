package dev.tocsin.sdk.correlation;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Adds the current ids to each request; everything else is the client's own.
final class PropagatingHttpClient extends ForwardingHttpClient {

  PropagatingHttpClient(HttpClient client) {
    super(client);
  }

  @Override
  public <T extends @Nullable Object> HttpResponse<T> send(
      HttpRequest request, HttpResponse.BodyHandler<T> bodyHandler)
      throws IOException, InterruptedException {
    return client().send(withIds(request), bodyHandler);
  }

  @Override
  public <T extends @Nullable Object> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, HttpResponse.BodyHandler<T> bodyHandler) {
    return client().sendAsync(withIds(request), bodyHandler);
  }

  @Override
  public <T extends @Nullable Object> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request,
      HttpResponse.BodyHandler<T> bodyHandler,
      HttpResponse.@Nullable PushPromiseHandler<T> pushPromiseHandler) {
    return client().sendAsync(withIds(request), bodyHandler, pushPromiseHandler);
  }

  private static HttpRequest withIds(HttpRequest request) {
    return Correlation.current().isEmpty()
        ? request
        : Correlation.addTo(HttpRequest.newBuilder(request, (name, value) -> true)).build();
  }
}
