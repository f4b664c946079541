package dev.tocsin.server.account;

import dev.tocsin.server.http.Cookies;
import dev.tocsin.server.http.Pages;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import java.util.List;
import java.util.Map;

/// The sign-in page, and signing out.
public final class SignInPages implements RouteSource {
  private static final String START = "/admin/operations";
  private static final int PATH_LIMIT = 500;

  private final Accounts accounts;
  private final Cookies cookies;
  private final Pages pages;

  public SignInPages(Accounts accounts, Cookies cookies, Pages pages) {
    this.accounts = accounts;
    this.cookies = cookies;
    this.pages = pages;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/sign-in", Role.ANYONE, request -> form(200, "", next(request))),
        Route.post("/sign-in", Role.ANYONE, this::signIn).accepting(16 * 1024),
        Route.post("/sign-out", Role.VIEWER, this::signOut).accepting(16 * 1024));
  }

  private Reply signIn(Request request) {
    var form = request.form();
    var name = form.getOrDefault("name", "").strip();
    var password = form.getOrDefault("password", "");
    var next = ownPath(form.getOrDefault("next", ""));
    return switch (accounts.signIn(name, password, request.remoteAddress())) {
      case Accounts.SignIn.Welcome(_, var token, var lifetime) ->
          Reply.redirect(next).with("Set-Cookie", cookies.session(token, lifetime));
      case Accounts.SignIn.Refused() -> form(401, "Name or password is wrong.", next);
      case Accounts.SignIn.Wait(var seconds) ->
          form(429, "Too many attempts. Try again in " + (seconds + 59) / 60 + " min.", next)
              .with("Retry-After", Long.toString(seconds));
    };
  }

  private Reply signOut(Request request) {
    request.cookie(Cookies.SESSION).ifPresent(token -> accounts.signOut(token, request.actor()));
    return Reply.redirect("/sign-in").with("Set-Cookie", cookies.ended());
  }

  private Reply.Whole form(int status, String problem, String next) {
    return pages.page(status, "account/sign-in.jte", Map.of("problem", problem, "next", next));
  }

  private static String next(Request request) {
    return ownPath(request.query("next").orElse(""));
  }

  /// Only paths of our own: a link to the sign-in page must not lead elsewhere afterwards.
  private static String ownPath(String path) {
    boolean own =
        path.startsWith("/")
            && !path.startsWith("//")
            && !path.contains("\\")
            && path.length() <= PATH_LIMIT
            && path.chars().noneMatch(Character::isISOControl);
    return own ? path : START;
  }
}
