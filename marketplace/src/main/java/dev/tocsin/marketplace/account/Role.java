package dev.tocsin.marketplace.account;

/// What an account may do.
public enum Role {
  SHOPPER,
  ADMIN
}
