package dev.tocsin.marketplace.account;

/// Told, within the transaction of a login, that everything of one visitor key belongs to a new
/// one.
@FunctionalInterface
public interface LoginListener {
  void visitorKeyChanged(String oldKey, String newKey);
}
