package dev.tocsin.marketplace.payment;

import dev.tocsin.marketplace.money.Money;

/// A payment to make. The same key never charges twice, however often it is sent.
public record Charge(String idempotencyKey, String orderId, Money amount, String paymentMethod) {}
