package dev.tocsin.marketplace.cart;

/// The cart and, after a refused change, the reason.
public record CartPage(Cart cart, String note) {}
