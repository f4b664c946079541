package dev.tocsin.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The answer to a request.
public sealed interface Reply {
  /// Status, headers and body, whole.
  record Whole(int status, String contentType, byte[] body, Map<String, String> headers)
      implements Reply {
    public Whole {
      headers = Map.copyOf(headers);
    }

    /// This reply with one more header.
    public Whole with(String name, String value) {
      var more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Whole(status, contentType, body, more);
    }
  }

  /// A body that is written as it comes into being, until the writer returns or the reader leaves.
  record Streamed(String contentType, BodyWriter writer) implements Reply {}

  /// Writes a streamed body. Each flush reaches the reader.
  @FunctionalInterface
  interface BodyWriter {
    void write(OutputStream out) throws IOException;
  }

  /// `{ "status": "success", "message": …, "data": … }`
  static Whole success(String message, Object data) {
    return success(200, message, data);
  }

  static Whole success(int status, String message, Object data) {
    return json(status, new Success("success", message, data));
  }

  /// `{ "status": "error", "message": …, "errors": [ … ] }`
  static Whole error(int status, String message, List<String> errors) {
    return json(status, new Failure("error", message, errors));
  }

  /// JSON in a shape of its own.
  static Whole json(int status, Object value) {
    return new Whole(status, "application/json", Json.bytes(value), Map.of());
  }

  static Whole html(int status, byte[] page) {
    return new Whole(status, "text/html; charset=utf-8", page, Map.of());
  }

  static Whole text(int status, String contentType, String text) {
    return new Whole(status, contentType, text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  /// Sends a browser on with GET.
  static Whole redirect(String location) {
    return new Whole(303, "text/plain", new byte[0], Map.of("Location", location));
  }

  static Whole noContent() {
    return new Whole(204, "", new byte[0], Map.of());
  }

  /// The shape of our own API's answers.
  record Success(String status, String message, Object data) {}

  /// The shape of our own API's refusals.
  record Failure(String status, String message, List<String> errors) {}
}
