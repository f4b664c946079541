package dev.tocsin.marketplace.checkout;

import dev.tocsin.marketplace.cart.Cart;

/// The cart that will be paid, what was typed before, and what was wrong with it.
public record CheckoutPage(Cart cart, String email, String note) {}
