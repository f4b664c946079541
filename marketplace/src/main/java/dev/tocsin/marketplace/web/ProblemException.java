package dev.tocsin.marketplace.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// A request that is refused, with the sentence the shopper reads and a code a client can act on.
public final class ProblemException extends RuntimeException {
  private final HttpStatus status;
  private final String code;
  private final transient @Nullable Object data;

  public ProblemException(HttpStatus status, String code, String text) {
    this(status, code, text, null);
  }

  /// Data is sent along in JSON answers, such as the cart a client must refresh to.
  public ProblemException(HttpStatus status, String code, String text, @Nullable Object data) {
    super(text);
    this.status = status;
    this.code = code;
    this.data = data;
  }

  public static ProblemException badRequest(String code, String text) {
    return new ProblemException(HttpStatus.BAD_REQUEST, code, text);
  }

  public static ProblemException notFound(String text) {
    return new ProblemException(HttpStatus.NOT_FOUND, "NOT_FOUND", text);
  }

  public HttpStatus status() {
    return status;
  }

  public String code() {
    return code;
  }

  public String text() {
    var text = getMessage();
    return text == null ? code : text;
  }

  List<String> errors() {
    return List.of(code);
  }

  @Nullable Object data() {
    return data;
  }
}
