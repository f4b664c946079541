package dev.tocsin.marketplace.order;

/// Where an order stands, in the shopper's words.
public enum OrderStatus {
  AWAITING_PAYMENT("Waiting for payment"),
  PAID("Paid"),
  DECLINED("Payment declined"),
  CANCELLED("Cancelled"),
  REFUNDED("Refunded");

  private final String text;

  OrderStatus(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
