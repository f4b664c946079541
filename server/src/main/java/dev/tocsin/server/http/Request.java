package dev.tocsin.server.http;

import dev.tocsin.sdk.correlation.CorrelationIds;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request whose sender is known and may call the route.
public final class Request {
  private final Incoming incoming;
  private final Actor actor;
  private final Map<String, String> parameters;
  private final byte[] body;

  /// What the listener knows of the message itself.
  record Incoming(
      String method,
      String path,
      Map<String, List<String>> query,
      Map<String, String> headers,
      String remoteAddress,
      CorrelationIds ids) {}

  Request(Incoming incoming, Actor actor, Map<String, String> parameters, byte[] body) {
    this.incoming = incoming;
    this.actor = actor;
    this.parameters = parameters;
    this.body = body;
  }

  public String method() {
    return incoming.method();
  }

  public String path() {
    return incoming.path();
  }

  /// The path, safe to stand in a query.
  String encodedPath() {
    return URLEncoder.encode(incoming.path(), StandardCharsets.UTF_8);
  }

  public Actor actor() {
    return actor;
  }

  /// The address of the connection's other end; behind a proxy, that of the proxy.
  public String remoteAddress() {
    return incoming.remoteAddress();
  }

  public String correlationId() {
    return incoming.ids().correlationId();
  }

  /// A `{name}` segment of the route's path.
  public String parameter(String name) {
    var value = parameters.get(name);
    if (value == null) {
      throw new IllegalStateException("BUG: the route has no segment {" + name + "}");
    }
    return value;
  }

  public Optional<String> query(String name) {
    return queries(name).stream().findFirst();
  }

  public List<String> queries(String name) {
    return incoming.query().getOrDefault(name, List.of());
  }

  /// A whole number of the query.
  ///
  /// @throws HttpFailure 400 if it is not one within the bounds
  public int query(String name, int fallback, int least, int most) {
    var text = query(name).orElse("");
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // answered below, like a number out of bounds
    }
    throw HttpFailure.invalid(name + " must be a number from " + least + " to " + most);
  }

  /// A header by its lower-case name.
  public Optional<String> header(String name) {
    return Optional.ofNullable(incoming.headers().get(name));
  }

  public Optional<String> cookie(String name) {
    for (var pair : header("cookie").orElse("").split(";", -1)) {
      var parts = pair.strip().split("=", 2);
      if (parts.length == 2 && parts[0].equals(name)) {
        return Optional.of(withoutQuotes(parts[1]));
      }
    }
    return Optional.empty();
  }

  /// A cookie's value may stand in quotes that do not belong to it (RFC 6265, section 4.1.1).
  private static String withoutQuotes(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  public byte[] body() {
    return body.clone();
  }

  /// The body as JSON.
  ///
  /// @throws HttpFailure 400 if it does not fit
  public <T> T json(Class<T> type) {
    return Json.read(body, type);
  }

  /// The body's fields when it is a form; the last value of a name wins.
  public Map<String, String> form() {
    var fields = new LinkedHashMap<String, String>();
    if (!header("content-type").orElse("").startsWith("application/x-www-form-urlencoded")) {
      return fields;
    }
    for (var pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
      var parts = pair.split("=", 2);
      fields.put(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
    }
    return fields;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw HttpFailure.invalid("the form is not well encoded");
    }
  }

  /// Whether a page is wanted rather than JSON.
  boolean wantsPage() {
    return header("accept").orElse("").contains("text/html");
  }
}
