package dev.tocsin.sdk.outbox;

import dev.tocsin.sdk.correlation.Correlation;
import dev.tocsin.sdk.correlation.CorrelationIds;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// The receiving side of the headers: handles an event of any broker under the correlation id and
/// in the trace of the work that published it. [JdbcQueue] does so by itself.
public final class EventReceiver {

  private final WorkHeaders headers;

  /// @param headers what was given to the outbox of the publisher
  public EventReceiver(WorkHeaders headers) {
    this.headers = headers;
  }

  /// Handles one event.
  ///
  /// @param queue where the event was taken from, for the name of its span
  /// @param carried its headers; values are strings or UTF-8 bytes, names are compared without case
  /// @return what the work returns
  public <T extends @Nullable Object> T handle(
      String queue, Map<String, ?> carried, Callable<T> work) throws Exception {
    Correlation.Scope scope = Correlation.open(CorrelationIds.fromCarrier(carried));
    try {
      return run(headers.begin(queue, texts(carried)), work);
    } finally {
      scope.close();
    }
  }

  private static <T extends @Nullable Object> T run(WorkHeaders.Handling handling, Callable<T> work)
      throws Exception {
    try (handling) {
      try {
        return work.call();
      } catch (Exception | Error e) {
        handling.failed(e);
        throw e;
      }
    }
  }

  private static Map<String, String> texts(Map<String, ?> carried) {
    Map<String, String> texts = new TreeMap<>();
    carried.forEach(
        (name, value) -> {
          if (value instanceof byte[] bytes) {
            texts.put(name.toLowerCase(Locale.ROOT), new String(bytes, StandardCharsets.UTF_8));
          } else if (value != null) {
            texts.put(name.toLowerCase(Locale.ROOT), value.toString());
          }
        });
    return texts;
  }
}
