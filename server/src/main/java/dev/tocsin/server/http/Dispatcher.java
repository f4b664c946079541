package dev.tocsin.server.http;

import dev.tocsin.sdk.correlation.CorrelationIds;
import dev.tocsin.sdk.metrics.HttpMetrics;
import dev.tocsin.server.config.Secret;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/// From a request on the wire to a reply on the wire: finds the route, the sender and their right,
/// reads the body within its limit, and turns every failure into a problem reply.
public final class Dispatcher {
  private static final Logger LOG = System.getLogger(Dispatcher.class.getName());
  private static final int GZIP_FROM_BYTES = 1_024;
  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
  private static final String CSRF_FIELD = "_csrf";
  private static final String CSRF_HEADER = "x-csrf-token";

  private final RouteTable table;
  private final Authenticator authenticator;
  private final HttpMetrics metrics;
  private final ErrorPage errorPage;
  private final SecurityHeaders securityHeaders;

  /// Shows a problem to a person.
  @FunctionalInterface
  public interface ErrorPage {
    Reply.Whole show(Request request, HttpFailure failure);
  }

  public Dispatcher(
      RouteTable table,
      Authenticator authenticator,
      HttpMetrics metrics,
      ErrorPage errorPage,
      HttpOptions options) {
    this.table = table;
    this.authenticator = authenticator;
    this.metrics = metrics;
    this.errorPage = errorPage;
    this.securityHeaders = new SecurityHeaders(options.isSecure());
  }

  void dispatch(ServerRequest wire, ServerResponse response) {
    var measured = metrics.begin();
    var incoming = incoming(wire);
    var match = table.find(incoming.method(), incoming.path());
    var route =
        match instanceof RouteTable.Match.Found(var found, _)
            ? found.path()
            : HttpMetrics.UNMATCHED;
    securityHeaders.apply(response, incoming);
    int status = 500;
    try {
      var reply = answered(match, incoming, wire);
      status = reply instanceof Reply.Whole whole ? whole.status() : 200;
      if (reply instanceof Reply.Streamed) {
        // How long somebody listens to a stream says nothing about how fast we answer.
        measured.finish(incoming.method(), route, status);
      }
      send(reply, incoming, response);
    } finally {
      measured.finish(incoming.method(), route, status);
    }
  }

  private Reply answered(RouteTable.Match match, Request.Incoming incoming, ServerRequest wire) {
    var actor = Actor.ANONYMOUS;
    try {
      actor = authenticator.authenticate(cookie(incoming), bearer(incoming));
      return switch (match) {
        case RouteTable.Match.None() -> throw HttpFailure.notFound(incoming.path());
        case RouteTable.Match.OtherMethods(var allowed) -> throw HttpFailure.otherMethods(allowed);
        case RouteTable.Match.Found(var route, var parameters) -> {
          requireRole(route, actor, incoming);
          var body = body(wire, route.bodyLimitBytes());
          var request = new Request(incoming, actor, parameters, body);
          requireCsrfToken(request);
          yield route.call().answer(request);
        }
      };
    } catch (HttpFailure failure) {
      return problem(failure, new Request(incoming, actor, Map.of(), new byte[0]));
    } catch (RuntimeException e) {
      LOG.log(
          Level.ERROR,
          () ->
              incoming.method()
                  + " "
                  + incoming.path()
                  + " failed, "
                  + incoming.ids().correlationId(),
          e);
      var failure =
          HttpFailure.of(
              500,
              "something went wrong here; look for "
                  + incoming.ids().correlationId()
                  + " in the log");
      return problem(failure, new Request(incoming, actor, Map.of(), new byte[0]));
    }
  }

  private Reply.Whole problem(HttpFailure failure, Request request) {
    var reply =
        request.wantsPage()
            ? errorPage.show(request, failure)
            : Reply.error(failure.status(), failure.summary(), failure.errors());
    for (var header : failure.headers().entrySet()) {
      reply = reply.with(header.getKey(), header.getValue());
    }
    return reply;
  }

  private static void requireRole(Route route, Actor actor, Request.Incoming incoming) {
    if (actor.role().includes(route.role())) {
      return;
    }
    if (actor.isAnonymous()) {
      throw HttpFailure.of(401, "sign in first");
    }
    throw HttpFailure.of(
        403, incoming.path() + " needs the role " + route.role() + "; yours is " + actor.role());
  }

  /// Browsers send the session cookie with forms of other sites too, so a change needs the token
  /// that only our own pages know. Forms without a session, such as sign-in, must come from our own
  /// pages.
  private static void requireCsrfToken(Request request) {
    if (SAFE_METHODS.contains(request.method())) {
      return;
    }
    var origin = request.header("origin").orElse("");
    var host = request.header("host").orElse("");
    var isForeign = !origin.isEmpty() && !origin.endsWith("://" + host);
    if (isForeign && request.header("authorization").isEmpty()) {
      throw HttpFailure.of(403, "this form was sent from another site");
    }
    var expected = request.actor().csrfToken();
    if (expected == null) {
      return;
    }
    var given =
        request.header(CSRF_HEADER).orElseGet(() -> request.form().getOrDefault(CSRF_FIELD, ""));
    if (!new Secret(expected).is(given)) {
      throw HttpFailure.of(403, "the page is out of date; reload it and try again");
    }
  }

  private static Optional<String> cookie(Request.Incoming incoming) {
    return new Request(incoming, Actor.ANONYMOUS, Map.of(), new byte[0]).cookie(Cookies.SESSION);
  }

  private static Optional<String> bearer(Request.Incoming incoming) {
    var header = incoming.headers().getOrDefault("authorization", "");
    return header.regionMatches(true, 0, "Bearer ", 0, 7)
        ? Optional.of(header.substring(7).strip())
        : Optional.empty();
  }

  private static Request.Incoming incoming(ServerRequest wire) {
    var headers = new HashMap<String, String>();
    for (var header : wire.headers()) {
      headers.put(header.name().toLowerCase(Locale.ROOT), String.join(", ", header.allValues()));
    }
    var query = new HashMap<String, List<String>>();
    for (var name : wire.query().names()) {
      query.put(name, wire.query().all(name));
    }
    return new Request.Incoming(
        wire.prologue().method().text(),
        wire.path().path(),
        query,
        headers,
        wire.remotePeer().host(),
        CorrelationIds.fromHeaders(
            headers.get(CorrelationIds.CORRELATION_HEADER), headers.get("x-request-id")));
  }

  private static byte[] body(ServerRequest wire, int limitBytes) {
    if (!wire.content().hasEntity()) {
      return new byte[0];
    }
    try (var in = wire.content().inputStream()) {
      var body = in.readNBytes(limitBytes + 1);
      if (body.length > limitBytes) {
        throw HttpFailure.of(413, "the body is larger than " + limitBytes + " bytes");
      }
      return body;
    } catch (IOException e) {
      throw HttpFailure.of(400, "the body ended too early");
    }
  }

  private static void send(Reply reply, Request.Incoming incoming, ServerResponse response) {
    switch (reply) {
      case Reply.Whole whole -> sendWhole(whole, incoming, response);
      case Reply.Streamed(var contentType, var writer) -> {
        response.header("Content-Type", contentType);
        response.header("Cache-Control", "no-store");
        try (var out = response.outputStream()) {
          writer.write(out);
        } catch (IOException | UncheckedIOException e) {
          LOG.log(Level.DEBUG, "the reader of a stream has left");
        }
      }
    }
  }

  private static void sendWhole(
      Reply.Whole whole, Request.Incoming incoming, ServerResponse response) {
    response.status(whole.status());
    if (!whole.contentType().isEmpty()) {
      response.header("Content-Type", whole.contentType());
    }
    whole.headers().forEach(response::header);
    if (!whole.headers().containsKey("Cache-Control")) {
      response.header("Cache-Control", "no-store");
    }
    var body = whole.body();
    var accepts = incoming.headers().getOrDefault("accept-encoding", "").contains("gzip");
    if (accepts && body.length >= GZIP_FROM_BYTES && !whole.contentType().equals("image/png")) {
      response.header("Content-Encoding", "gzip");
      response.header("Vary", "Accept-Encoding");
      body = compressed(body);
    }
    response.send(body);
  }

  private static byte[] compressed(byte[] body) {
    var out = new ByteArrayOutputStream(body.length / 2);
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
