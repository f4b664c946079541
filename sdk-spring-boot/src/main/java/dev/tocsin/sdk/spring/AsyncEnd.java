package dev.tocsin.sdk.spring;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/// Ends a request that is answered on another thread without being dispatched again.
final class AsyncEnd implements AsyncListener {

  private final ServedRequest served;

  AsyncEnd(ServedRequest served) {
    this.served = served;
  }

  @Override
  public void onComplete(AsyncEvent event) {
    served.endElsewhere(served.status(), null);
  }

  /// The answer to a timeout is still to be written; [#onComplete] follows.
  @Override
  public void onTimeout(AsyncEvent event) {}

  @Override
  public void onError(AsyncEvent event) {
    Throwable cause = event.getThrowable();
    served.endElsewhere(ServedRequest.statusOf(cause), cause);
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    event.getAsyncContext().addListener(this);
  }
}
