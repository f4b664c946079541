package dev.tocsin.marketplace.web;

import org.jspecify.annotations.Nullable;

/// What surrounds the content of a page: its title, and who looks at it.
public record Frame(String title, @Nullable String accountName, int cartItems, boolean admin) {
  /// For pages that must work when nobody can be looked up.
  public static Frame anonymous(String title) {
    return new Frame(title, null, 0, false);
  }
}
