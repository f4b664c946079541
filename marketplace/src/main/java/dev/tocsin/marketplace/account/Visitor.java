package dev.tocsin.marketplace.account;

import dev.tocsin.marketplace.web.Frame;
import dev.tocsin.marketplace.web.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// Who sent the request. The key owns a cart and orders; it is the SHA-256 of the session cookie.
public record Visitor(String key, @Nullable Account account, int cartItems) {
  public Frame frame(String title) {
    return account == null
        ? new Frame(title, null, cartItems, false)
        : new Frame(title, account.displayName(), cartItems, account.role() == Role.ADMIN);
  }

  public @Nullable String accountId() {
    return account == null ? null : account.id();
  }

  public String emailOrEmpty() {
    return account == null ? "" : account.email();
  }

  /// The account, or a refusal that says to log in.
  public Account requireAccount() {
    if (account == null) {
      throw new ProblemException(HttpStatus.UNAUTHORIZED, "LOGIN_REQUIRED", "Please log in first.");
    }
    return account;
  }
}
