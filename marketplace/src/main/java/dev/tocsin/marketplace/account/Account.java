package dev.tocsin.marketplace.account;

/// A registered shopper or operator. The password hash stays in the table.
public record Account(String id, String email, String displayName, Role role) {}
