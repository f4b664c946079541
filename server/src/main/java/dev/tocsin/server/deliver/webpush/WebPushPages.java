package dev.tocsin.server.deliver.webpush;

import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Pages;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/admin/push`, where a person has this browser told, and what the page's script calls. The
/// worker's address is below `/admin`, for a worker acts only below its own address.
public final class WebPushPages implements RouteSource {
  private static final String PATH = "/admin/push";
  private static final String API = "/api/v1/monitoring/push-subscriptions";
  private static final String WORKER = "/admin/push-worker.js";
  private static final int BODY_LIMIT_BYTES = 16 * 1024;
  private static final int ENDPOINT_LIMIT = 1_000;
  private static final int AUTH_BYTES = 16;

  private final Subscriptions subscriptions;
  private final Pages pages;

  public WebPushPages(Subscriptions subscriptions, Pages pages) {
    this.subscriptions = subscriptions;
    this.pages = pages;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(PATH, Role.VIEWER, this::page),
        Route.get(WORKER, Role.ANYONE, _ -> worker()),
        Route.post(API, Role.VIEWER, this::subscribe).accepting(BODY_LIMIT_BYTES),
        Route.post(API + "/remove", Role.VIEWER, this::remove).accepting(BODY_LIMIT_BYTES));
  }

  private Reply page(Request request) {
    var own =
        subscriptions.list().stream()
            .filter(it -> it.userId().equals(request.actor().id()))
            .count();
    var key = subscriptions.isUsed() ? subscriptions.key().publicText() : "";
    return pages.page("deliver/push.jte", Map.of("actor", request.actor(), "key", key, "own", own));
  }

  private static Reply worker() {
    try (var in = WebPushPages.class.getResourceAsStream("/assets/push-worker.js")) {
      if (in == null) {
        throw new IllegalStateException("BUG: the worker is not on the class path");
      }
      return new Reply.Whole(
          200,
          "text/javascript; charset=utf-8",
          in.readAllBytes(),
          Map.of("Cache-Control", "no-cache"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// As a browser's `PushSubscription` writes itself.
  record Wanted(@Nullable String endpoint, @Nullable Object expirationTime, @Nullable Keys keys) {
    record Keys(@Nullable String p256dh, @Nullable String auth) {}
  }

  private Reply subscribe(Request request) {
    if (!subscriptions.isUsed()) {
      throw HttpFailure.conflict("no channel of the type web-push is set up");
    }
    var wanted = request.json(Wanted.class);
    var keys = wanted.keys() == null ? new Wanted.Keys(null, null) : wanted.keys();
    var subscription =
        new Subscription(
            "",
            endpoint(wanted.endpoint()),
            point(text(keys.p256dh())),
            secret(text(keys.auth())),
            request.actor().id(),
            request.actor().name());
    if (!subscriptions.add(subscription)) {
      throw HttpFailure.conflict(
          "there are "
              + Subscriptions.USER_LIMIT
              + " browsers of yours, or "
              + Subscriptions.LIMIT
              + " in all, which is the limit; stop telling another one first");
    }
    return Reply.success(201, "this browser is told", Map.of());
  }

  private Reply remove(Request request) {
    var endpoint = endpoint(request.json(Wanted.class).endpoint());
    subscriptions.remove(endpoint);
    return Reply.success("this browser is told no more", Map.of());
  }

  private static URI endpoint(@Nullable String text) {
    var given = text(text);
    try {
      var endpoint = URI.create(given);
      if (given.length() <= ENDPOINT_LIMIT
          && "https".equals(endpoint.getScheme())
          && endpoint.getHost() != null
          && endpoint.getRawUserInfo() == null) {
        return endpoint;
      }
    } catch (IllegalArgumentException e) {
      // answered below, like an address of another kind
    }
    throw HttpFailure.invalid("endpoint must be the https address of a push service");
  }

  private static String point(String text) {
    try {
      P256.publicKey(Base64.getUrlDecoder().decode(text));
      return text;
    } catch (IllegalArgumentException e) {
      throw HttpFailure.invalid("keys.p256dh must be a point of P-256 in base64url");
    }
  }

  private static String secret(String text) {
    try {
      if (Base64.getUrlDecoder().decode(text).length == AUTH_BYTES) {
        return text;
      }
    } catch (IllegalArgumentException e) {
      // answered below, like a secret of another length
    }
    throw HttpFailure.invalid("keys.auth must be " + AUTH_BYTES + " bytes in base64url");
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
