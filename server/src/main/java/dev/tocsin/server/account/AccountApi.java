package dev.tocsin.server.account;

import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/api/v1/auth`, `/api/v1/users` and `/api/v1/tokens`.
public final class AccountApi implements RouteSource {
  private static final int DEFAULT_TOKEN_DAYS = 90;
  private static final int MOST_TOKEN_DAYS = 366;

  private final Accounts accounts;

  private record NewUser(@Nullable String name, @Nullable String password, @Nullable String role) {}

  private record NewPassword(@Nullable String current, @Nullable String password) {}

  private record NewToken(@Nullable String name, @Nullable String role, @Nullable Integer days) {}

  private record UserView(String id, String name, Role role, Instant createdAt) {}

  private record TokenView(
      String id, String name, Role role, Instant createdAt, Instant expiresAt) {}

  public AccountApi(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/auth/me", Role.VIEWER, AccountApi::me),
        Route.post("/api/v1/auth/password", Role.VIEWER, this::changePassword),
        Route.get("/api/v1/users", Role.SUPER_ADMIN, _ -> users()),
        Route.post("/api/v1/users", Role.SUPER_ADMIN, this::addUser),
        Route.delete("/api/v1/users/{id}", Role.SUPER_ADMIN, this::removeUser),
        Route.get("/api/v1/tokens", Role.SUPER_ADMIN, _ -> tokens()),
        Route.post("/api/v1/tokens", Role.SUPER_ADMIN, this::addToken),
        Route.delete("/api/v1/tokens/{id}", Role.SUPER_ADMIN, this::removeToken));
  }

  private static Reply me(Request request) {
    var actor = request.actor();
    return Reply.success(
        "you", Map.of("id", actor.id(), "name", actor.name(), "role", actor.role()));
  }

  private Reply changePassword(Request request) {
    var wanted = request.json(NewPassword.class);
    refuseIfAny(
        accounts.changePassword(request.actor(), text(wanted.current()), text(wanted.password())));
    return Reply.success("password changed; sign in again", Map.of());
  }

  private Reply users() {
    var views =
        accounts.users().stream()
            .map(
                user ->
                    new UserView(
                        user.id(),
                        user.name(),
                        user.role(),
                        Instant.ofEpochMilli(user.createdAtMillis())))
            .toList();
    return Reply.success("users", views);
  }

  private Reply addUser(Request request) {
    var wanted = request.json(NewUser.class);
    var role = AccessTokens.role(wanted.role());
    refuseIfAny(
        accounts.addUser(text(wanted.name()), text(wanted.password()), role, request.actor()));
    return Reply.success(201, "user added", Map.of("name", text(wanted.name()), "role", role));
  }

  private Reply removeUser(Request request) {
    var id = request.parameter("id");
    if (id.equals(request.actor().id())) {
      throw HttpFailure.conflict("you cannot remove yourself; ask another administrator");
    }
    if (!accounts.removeUser(id, request.actor())) {
      throw HttpFailure.notFound("this user");
    }
    return Reply.success("user removed", Map.of());
  }

  private Reply tokens() {
    var views =
        accounts.apiTokens().stream()
            .map(
                token ->
                    new TokenView(
                        token.id(),
                        token.name(),
                        token.role(),
                        Instant.ofEpochMilli(token.createdAtMillis()),
                        Instant.ofEpochMilli(token.expiresAtMillis())))
            .toList();
    return Reply.success("tokens", views);
  }

  private Reply addToken(Request request) {
    var wanted = request.json(NewToken.class);
    var name = text(wanted.name());
    var role = AccessTokens.role(wanted.role());
    int days = wanted.days() == null ? DEFAULT_TOKEN_DAYS : wanted.days();
    if (name.isBlank() || name.length() > 100) {
      throw HttpFailure.invalid("name: say in at most 100 characters what the token is for");
    }
    if (role == Role.ANYONE || days < 1 || days > MOST_TOKEN_DAYS) {
      throw HttpFailure.invalid(
          "role: use VIEWER, OPERATOR, ADMIN or SUPER_ADMIN; days: 1 to " + MOST_TOKEN_DAYS);
    }
    var secret = accounts.addApiToken(name, role, Duration.ofDays(days), request.actor());
    return Reply.success(
        201, "keep this token, it is not shown again", Map.of("token", secret.reveal()));
  }

  private Reply removeToken(Request request) {
    if (!accounts.removeApiToken(request.parameter("id"), request.actor())) {
      throw HttpFailure.notFound("this token");
    }
    return Reply.success("token removed", Map.of());
  }

  private static void refuseIfAny(List<String> problems) {
    if (!problems.isEmpty()) {
      throw HttpFailure.invalid("not done", problems);
    }
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
