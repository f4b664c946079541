package dev.tocsin.marketplace.account;

import dev.tocsin.marketplace.web.ProblemException;
import dev.tocsin.sdk.metrics.ApplicationMetrics;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Registration and login. Both give the visitor a fresh session key, which must reach the browser.
@Component
public class Accounts {
  static final int SHORTEST_PASSWORD = 10;
  private static final int LONGEST_PASSWORD = 200;
  private static final int LONGEST_EMAIL = 254;
  private static final int LONGEST_NAME = 80;
  private static final Pattern EMAIL = Pattern.compile("[^@\\s<>,;]+@[^@\\s<>,;]+\\.[^@\\s<>,;.]+");

  private final AccountTable table;
  private final Sessions sessions;
  private final TransactionTemplate transactions;
  private final ApplicationMetrics metrics;
  private final List<LoginListener> listeners;
  private final LoginLimit limit;
  private final Passwords passwords = new Passwords();

  Accounts(
      AccountTable table,
      Sessions sessions,
      TransactionTemplate transactions,
      ApplicationMetrics metrics,
      List<LoginListener> listeners,
      InstantSource clock) {
    this.table = table;
    this.sessions = sessions;
    this.transactions = transactions;
    this.metrics = metrics;
    this.listeners = List.copyOf(listeners);
    this.limit = new LoginLimit(clock);
  }

  /// An account with the session cookie value that its owner carries from now on.
  record LoggedIn(Account account, String cookie) {}

  LoggedIn register(Visitor visitor, String email, String displayName, String password) {
    var address = validEmail(email);
    var name = displayName.strip();
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      throw ProblemException.badRequest(
          "NAME", "Please give a name of 1 to " + LONGEST_NAME + " characters.");
    }
    var hash = passwords.hash(validPassword(password));
    var account = table.insert(address, name, hash, Role.SHOPPER);
    if (account.isEmpty()) {
      throw new ProblemException(
          HttpStatus.CONFLICT,
          "EMAIL_TAKEN",
          "This e-mail address has an account. Log in instead.");
    }
    metrics.recordUserRegistration();
    return enter(visitor, account.get());
  }

  LoggedIn login(Visitor visitor, String email, String password) {
    var address = email.strip().toLowerCase(Locale.ROOT);
    if (limit.isExceeded(address)) {
      throw new ProblemException(
          HttpStatus.TOO_MANY_REQUESTS,
          "TOO_MANY_LOGINS",
          "Too many failed logins for this address. Wait a minute.");
    }
    var credentials = table.credentials(address);
    if (credentials.isEmpty()) {
      passwords.burn(password);
    }
    if (credentials.isEmpty() || !passwords.matches(password, credentials.get().passwordHash())) {
      limit.failed(address);
      throw new ProblemException(
          HttpStatus.UNAUTHORIZED, "LOGIN_FAILED", "E-mail address or password is wrong.");
    }
    limit.succeeded(address);
    metrics.recordUserLogin();
    return enter(visitor, credentials.get().account());
  }

  void logout(Visitor visitor) {
    table.closeSession(visitor.key());
  }

  /// Creates the operator's account, or gives it this password and role again.
  void ensureAdmin(String email, String password) {
    var address = validEmail(email);
    var hash = passwords.hash(validPassword(password));
    if (table.insert(address, "Operator", hash, Role.ADMIN).isEmpty()) {
      table.update(address, hash, Role.ADMIN);
    }
  }

  /// Removes sessions that have expired.
  int forgetOld() {
    return table.forgetExpiredSessions();
  }

  /// The address in its stored form, or a refusal.
  public static String validEmail(String email) {
    var address = email.strip().toLowerCase(Locale.ROOT);
    if (address.length() > LONGEST_EMAIL || !EMAIL.matcher(address).matches()) {
      throw ProblemException.badRequest(
          "EMAIL", "Please give an e-mail address such as name@example.org.");
    }
    return address;
  }

  private static String validPassword(String password) {
    if (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD) {
      throw ProblemException.badRequest(
          "PASSWORD",
          "Please choose a password of %d to %d characters."
              .formatted(SHORTEST_PASSWORD, LONGEST_PASSWORD));
    }
    return password;
  }

  private LoggedIn enter(Visitor visitor, Account account) {
    var cookie = sessions.newCookie();
    var key = Sessions.keyOf(cookie);
    transactions.executeWithoutResult(
        _ -> {
          table.closeSession(visitor.key());
          table.openSession(key, account.id(), Sessions.VALIDITY);
          listeners.forEach(it -> it.visitorKeyChanged(visitor.key(), key));
        });
    return new LoggedIn(account, cookie);
  }
}
