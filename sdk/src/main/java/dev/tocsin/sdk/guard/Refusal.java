package dev.tocsin.sdk.guard;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request that a guard turned down on purpose. It knows its HTTP answer, so that every framework
/// answers alike; the stack is not filled in, for a refusal is no surprise.
public abstract class Refusal extends RuntimeException {

  private final int status;
  private final String code;

  protected Refusal(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  /// The HTTP status: 400, 409, 429 or 503.
  public int status() {
    return status;
  }

  /// A fixed name for programs, such as `VERSION_CONFLICT`.
  public String code() {
    return code;
  }

  /// Further members of the answer.
  public Map<String, @Nullable Object> details() {
    return Map.of();
  }

  /// Headers of the answer.
  public Map<String, String> headers() {
    return Map.of();
  }

  /// The body of the answer as `application/problem+json` (RFC 9457).
  public final Map<String, @Nullable Object> problem() {
    Map<String, @Nullable Object> problem = new LinkedHashMap<>();
    problem.put("type", "about:blank");
    problem.put("title", code);
    problem.put("status", status);
    problem.put("detail", getMessage());
    problem.put("code", code);
    problem.putAll(details());
    return problem;
  }
}
