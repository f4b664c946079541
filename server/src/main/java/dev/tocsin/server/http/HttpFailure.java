package dev.tocsin.server.http;

import java.util.List;
import java.util.Map;

/// A request that cannot be answered as asked. Its text is shown to the sender, so it must help
/// them and must not hold secrets.
public final class HttpFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String summary;
  private final transient List<String> errors;
  private final transient Map<String, String> headers;

  private HttpFailure(
      int status, String summary, List<String> errors, Map<String, String> headers) {
    super(summary);
    this.status = status;
    this.summary = summary;
    this.errors = List.copyOf(errors);
    this.headers = Map.copyOf(headers);
  }

  public static HttpFailure of(int status, String summary) {
    return new HttpFailure(status, summary, List.of(), Map.of());
  }

  /// The sender's input is wrong in each of the ways given.
  public static HttpFailure invalid(String summary, List<String> errors) {
    return new HttpFailure(400, summary, errors, Map.of());
  }

  public static HttpFailure invalid(String summary) {
    return of(400, summary);
  }

  public static HttpFailure notFound(String what) {
    return of(404, what + " does not exist");
  }

  public static HttpFailure conflict(String why) {
    return of(409, why);
  }

  public static HttpFailure tooMany(String why, long retryAfterSeconds) {
    return new HttpFailure(
        429, why, List.of(), Map.of("Retry-After", Long.toString(retryAfterSeconds)));
  }

  static HttpFailure otherMethods(String allowed) {
    return new HttpFailure(
        405, "method not allowed; use " + allowed, List.of(), Map.of("Allow", allowed));
  }

  public int status() {
    return status;
  }

  public String summary() {
    return summary;
  }

  public List<String> errors() {
    return errors;
  }

  Map<String, String> headers() {
    return headers;
  }
}
