package dev.tocsin.marketplace.order;

/// An order with its time as text.
public record OrderPage(Order order, String time) {}
