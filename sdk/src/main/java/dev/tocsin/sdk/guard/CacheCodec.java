package dev.tocsin.sdk.guard;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.function.Predicate;

/// Turns values into text and back. Text that cannot be turned back, or only into something that
/// makes no sense, is malformed: [#decode] throws.
public interface CacheCodec<T> {

  String encode(T value) throws Exception;

  T decode(String text) throws Exception;

  /// JSON by Jackson.
  ///
  /// @param valid tells whether a value that could be read makes sense
  static <T> CacheCodec<T> json(ObjectMapper mapper, Class<T> type, Predicate<T> valid) {
    return new JsonCodec<>(mapper, type, valid);
  }
}
