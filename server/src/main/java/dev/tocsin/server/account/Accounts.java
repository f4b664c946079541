package dev.tocsin.server.account;

import dev.tocsin.server.account.AccountTable.ApiToken;
import dev.tocsin.server.config.Secret;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import dev.tocsin.server.http.Actor;
import dev.tocsin.server.http.Authenticator;
import dev.tocsin.server.http.Role;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Users, their sessions, and tokens for programs.
public final class Accounts implements Authenticator {
  static final String FIRST_USER = "admin";

  /// Our own tokens start so, and are told from access tokens by it.
  static final String API_TOKEN_PREFIX = "tocsin_";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.@_-]{0,99}");

  private final AccountTable table;
  private final AccessTokens accessTokens;
  private final AccountOptions options;
  private final AuditTrail audit;
  private final InstantSource clock;
  private final Ids ids;
  private final Tokens tokens = new Tokens();
  private final Passwords passwords;
  private final AttemptLimit attempts;

  /// What became of an attempt to sign in.
  public sealed interface SignIn {
    /// @param sessionToken the value of the session cookie
    record Welcome(User user, String sessionToken, Duration lifetime) implements SignIn {}

    record Refused() implements SignIn {}

    record Wait(long seconds) implements SignIn {}
  }

  public Accounts(
      Database database,
      AccountOptions options,
      AccessTokens accessTokens,
      AuditTrail audit,
      InstantSource clock) {
    this(database, options, accessTokens, audit, new Passwords(Passwords.ITERATIONS), clock);
  }

  Accounts(
      Database database,
      AccountOptions options,
      AccessTokens accessTokens,
      AuditTrail audit,
      Passwords passwords,
      InstantSource clock) {
    this.table = new AccountTable(database);
    this.accessTokens = accessTokens;
    this.options = options;
    this.audit = audit;
    this.clock = clock;
    this.ids = new Ids(clock);
    this.passwords = passwords;
    this.attempts = new AttemptLimit(clock);
  }

  /// Creates the first administrator when there are no users yet.
  ///
  /// @return the password to show once, if it was generated here
  public Optional<Secret> createFirstAdmin() {
    if (table.hasUsers()) {
      return Optional.empty();
    }
    var generated = options.adminPassword().isEmpty();
    var password = options.adminPassword().orElseGet(() -> new Secret(passwords.generate()));
    var user = new User(ids.next(), FIRST_USER, Role.SUPER_ADMIN, clock.millis());
    if (!table.addUser(user, passwords.hash(password.reveal()))) {
      return Optional.empty();
    }
    audit.record("system", "created the first user", FIRST_USER, "");
    return generated ? Optional.of(password) : Optional.empty();
  }

  public SignIn signIn(String name, String password, String address) {
    long wait = attempts.waitSeconds(name, address);
    if (wait > 0) {
      return new SignIn.Wait(wait);
    }
    var credentials = table.findUser(name).orElse(null);
    if (credentials == null || !passwords.matches(password, credentials.passwordHash())) {
      if (credentials == null) {
        // The same work as for a known name, so that the time does not tell which names exist.
        passwords.hash(password);
      }
      attempts.failed(name, address);
      audit.record(NAME.matcher(name).matches() ? name : "?", "failed to sign in", "", address);
      return new SignIn.Refused();
    }
    attempts.succeeded(name);
    var token = tokens.next();
    long now = clock.millis();
    var lifetime = options.sessionLifetime();
    table.addSession(
        Tokens.hash(token), credentials.user().id(), tokens.next(), now, now + lifetime.toMillis());
    audit.record(name, "signed in", "", address);
    return new SignIn.Welcome(credentials.user(), token, lifetime);
  }

  public void signOut(String sessionToken, Actor actor) {
    table.removeSession(Tokens.hash(sessionToken));
    audit.record(actor.name(), "signed out", "", "");
  }

  @Override
  public Actor authenticate(Optional<String> sessionToken, Optional<String> bearerToken) {
    if (bearerToken.isPresent()) {
      var token = bearerToken.get();
      return token.startsWith(API_TOKEN_PREFIX) ? byApiToken(token) : accessTokens.actor(token);
    }
    return sessionToken
        .flatMap(token -> table.findSession(Tokens.hash(token), clock.millis()))
        .map(
            session -> {
              var user = session.user();
              return new Actor(user.id(), user.name(), user.role(), session.csrfToken());
            })
        .orElse(Actor.ANONYMOUS);
  }

  private Actor byApiToken(String token) {
    return table
        .findApiToken(Tokens.hash(token), clock.millis())
        .map(found -> new Actor(found.id(), "token " + found.name(), found.role(), null))
        .orElse(Actor.ANONYMOUS);
  }

  public List<User> users() {
    return table.users();
  }

  /// Adds a user; the problems with the input, none when it was done.
  public List<String> addUser(String name, String password, Role role, Actor by) {
    var problems = passwordProblems(password);
    if (!NAME.matcher(name).matches()) {
      problems.add("name: use letters, digits and . @ _ - (100 at most, a letter or digit first)");
    }
    if (role == Role.ANYONE) {
      problems.add("role: use VIEWER, OPERATOR, ADMIN or SUPER_ADMIN");
    }
    if (problems.isEmpty()) {
      var user = new User(ids.next(), name, role, clock.millis());
      if (table.addUser(user, passwords.hash(password))) {
        audit.record(by.name(), "added a user", name, role.name());
      } else {
        problems.add("name: " + name + " is taken; choose another");
      }
    }
    return problems;
  }

  /// Changes the actor's own password; the problems with the input, none when it was done. All
  /// sessions of the user end.
  public List<String> changePassword(Actor actor, String current, String wanted) {
    var problems = passwordProblems(wanted);
    var credentials = table.findUser(actor.name()).orElse(null);
    if (credentials == null || !passwords.matches(current, credentials.passwordHash())) {
      problems.add("current: is not your password");
    }
    if (problems.isEmpty() && credentials != null) {
      var id = credentials.user().id();
      table.setPassword(id, passwords.hash(wanted), clock.millis());
      audit.record(actor.name(), "changed the password", actor.name(), "");
    }
    return problems;
  }

  public boolean removeUser(String id, Actor by) {
    boolean removed = table.removeUser(id, clock.millis());
    if (removed) {
      audit.record(by.name(), "removed a user", id, "");
    }
    return removed;
  }

  /// A new token for a program. It is shown once; only its hash is kept.
  public Secret addApiToken(String name, Role role, Duration lifetime, Actor by) {
    var secret = new Secret(API_TOKEN_PREFIX + tokens.next());
    long now = clock.millis();
    var token = new ApiToken(ids.next(), name, role, now, now + lifetime.toMillis());
    table.addApiToken(token, Tokens.hash(secret.reveal()), by.name());
    audit.record(by.name(), "added a token", name, role.name());
    return secret;
  }

  List<ApiToken> apiTokens() {
    return table.apiTokens();
  }

  boolean removeApiToken(String id, Actor by) {
    boolean removed = table.removeApiToken(id, clock.millis());
    if (removed) {
      audit.record(by.name(), "removed a token", id, "");
    }
    return removed;
  }

  private static List<String> passwordProblems(String password) {
    var problems = new ArrayList<String>();
    int length = password.length();
    if (length < Passwords.LEAST_LENGTH || length > Passwords.MOST_LENGTH) {
      problems.add(
          "password: use "
              + Passwords.LEAST_LENGTH
              + " to "
              + Passwords.MOST_LENGTH
              + " characters");
    }
    return problems;
  }
}
