package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.log.AccessLog;
import dev.tocsin.sdk.log.RequestLog;
import org.jspecify.annotations.Nullable;

/// Writes the access line of each request when it has ended.
final class AccessLogStep implements RequestStep {

  private final AccessLog log;
  private final @Nullable RequestLog requests;

  /// @param requests decides which lines are kept; absent: all
  AccessLogStep(AccessLog log, @Nullable RequestLog requests) {
    this.log = log;
    this.requests = requests;
  }

  @Override
  public void begin(ServedRequest served) {
    served.logged =
        new LoggedRequest(served.request(), log, requests == null ? null : requests.begin());
  }

  @Override
  public void end(ServedRequest served, int status, @Nullable Throwable failure) {
    LoggedRequest logged = served.logged;
    if (logged != null) {
      logged.end(status);
    }
  }
}
