package dev.tocsin.sdk.correlation;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// The two ids of a request: one for everything that a visitor's action causes across applications,
/// one for this request alone. Both consist of at most 64 letters, digits, dots, dashes and
/// underscores, so they can go into logs and headers as they are.
public record CorrelationIds(String correlationId, String requestId) {

  public static final String CORRELATION_HEADER = "x-correlation-id";
  public static final String REQUEST_HEADER = "X-Request-ID";

  static final int MAX_LENGTH = 64;

  private static final long VERSION_BITS = 0xF000L;
  private static final long VERSION_4 = 0x4000L;
  private static final long VARIANT_BITS = 0xC000_0000_0000_0000L;
  private static final long VARIANT_2 = 0x8000_0000_0000_0000L;

  private static final boolean[] ALLOWED = allowed();

  public CorrelationIds {
    // The first request of a chain has one id for both.
    boolean same = requestId.equals(correlationId);
    if (!isWellFormed(correlationId) || !(same || isWellFormed(requestId))) {
      throw new IllegalArgumentException(
          "An id must have 1 to 64 characters out of A-Z, a-z, 0-9, '.', '_' and '-'.");
    }
  }

  /// New ids for work that no request began.
  public static CorrelationIds generate() {
    String id = newId();
    return new CorrelationIds(id, id);
  }

  /// The ids of an incoming request. A header that is not well-formed is replaced, not cut. Without
  /// a correlation id of its own the request is the first of its chain and lends its request id.
  public static CorrelationIds fromHeaders(
      @Nullable String correlationHeader, @Nullable String requestHeader) {
    String requestId =
        requestHeader != null && isWellFormed(requestHeader) ? requestHeader : newId();
    String correlationId =
        correlationHeader != null && isWellFormed(correlationHeader)
            ? correlationHeader
            : requestId;
    return new CorrelationIds(correlationId, requestId);
  }

  /// The ids of a message that was carried by a queue, an outbox or a webhook: the chain goes on
  /// under its correlation id, and handling the message is a request of its own. Names of headers
  /// are compared without case; values may be strings or UTF-8 bytes.
  public static CorrelationIds fromCarrier(Map<String, ?> headers) {
    return fromHeaders(value(headers, CORRELATION_HEADER), null);
  }

  private static @Nullable String value(Map<String, ?> headers, String name) {
    for (Map.Entry<String, ?> header : headers.entrySet()) {
      if (name.equalsIgnoreCase(header.getKey())) {
        Object value = header.getValue();
        return value instanceof byte[] bytes
            ? new String(bytes, StandardCharsets.UTF_8)
            : String.valueOf(value);
      }
    }
    return null;
  }

  private static boolean isWellFormed(String id) {
    if (id.isEmpty() || id.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c >= ALLOWED.length || !ALLOWED[c]) {
        return false;
      }
    }
    return true;
  }

  private static boolean[] allowed() {
    boolean[] allowed = new boolean[128];
    for (char c : "._-".toCharArray()) {
      allowed[c] = true;
    }
    for (char c = 0; c < allowed.length; c++) {
      allowed[c] |= Character.isLetterOrDigit(c);
    }
    return allowed;
  }

  /// A random UUID (RFC 9562, version 4). Nobody is let in by it, so a fast source of numbers will
  /// do; a secure one locks and costs more than all else that a request pays for its ids.
  private static String newId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (random.nextLong() & ~VERSION_BITS) | VERSION_4;
    long low = (random.nextLong() & ~VARIANT_BITS) | VARIANT_2;
    return new UUID(high, low).toString();
  }
}
