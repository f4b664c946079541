package dev.tocsin.sdk.http;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// Collects a body up to a limit and gives the rest up.
final class BodyBeginning implements BodySubscriber<BodyBeginning.Read> {
  private final int limitBytes;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<Read> body = new CompletableFuture<>();
  private Flow.@Nullable Subscription source;

  /// What came.
  record Read(byte[] bytes, boolean whole) {}

  BodyBeginning(int limitBytes) {
    this.limitBytes = limitBytes;
  }

  @Override
  public CompletionStage<Read> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    source = subscription;
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    for (ByteBuffer part : parts) {
      byte[] taken = new byte[Math.min(part.remaining(), limitBytes - bytes.size())];
      part.get(taken);
      bytes.writeBytes(taken);
      if (part.hasRemaining()) {
        giveUp();
        return;
      }
    }
  }

  private void giveUp() {
    if (source != null) {
      source.cancel();
    }
    body.complete(new Read(bytes.toByteArray(), false));
  }

  @Override
  public void onError(Throwable failure) {
    body.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    body.complete(new Read(bytes.toByteArray(), true));
  }
}
