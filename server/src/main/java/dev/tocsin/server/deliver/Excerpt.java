package dev.tocsin.server.deliver;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// The beginning of an answer; the rest is not read and the connection is dropped.
///
/// A secret that the limit cuts in two could not be recognised any more, so an answer that is
/// longer than the limit is not shown at all.
final class Excerpt implements BodySubscriber<String> {
  private final int limitBytes;
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private final CompletableFuture<String> body = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;

  Excerpt(int limitBytes) {
    this.limitBytes = limitBytes;
  }

  @Override
  public CompletionStage<String> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription started) {
    subscription = started;
    started.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    for (var part : parts) {
      int length = Math.min(part.remaining(), limitBytes + 1 - read.size());
      var bytes = new byte[Math.max(0, length)];
      part.get(bytes);
      read.writeBytes(bytes);
    }
    var source = subscription;
    if (read.size() > limitBytes && source != null) {
      source.cancel();
      body.complete("(a long answer)");
    } else if (source != null) {
      source.request(1);
    }
  }

  @Override
  public void onError(Throwable failure) {
    body.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    body.complete(read.toString(StandardCharsets.UTF_8));
  }
}
