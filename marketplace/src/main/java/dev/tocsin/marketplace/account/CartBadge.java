package dev.tocsin.marketplace.account;

/// Counts what lies in a visitor's cart, for the head of each page; the cart provides it.
@FunctionalInterface
public interface CartBadge {
  int itemsOf(String ownerKey);
}
