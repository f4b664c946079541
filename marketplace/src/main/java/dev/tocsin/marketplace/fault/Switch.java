package dev.tocsin.marketplace.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A fault that can be switched on by name, with what it does and what a watcher should see.
public enum Switch {
  PAYMENT_PROVIDER(
      "Payment provider answers errors",
      "Every call to the payment provider is answered with a server error.",
      "payment_results_total{outcome=\"error\"} rises, the stripe indicator goes down, an alert"
          + " fires and an incident opens."),
  PAYMENT_PROVIDER_SLOW(
      "Payment provider hangs",
      "The payment provider accepts calls and does not answer; the shop gives up after its limit.",
      "Checkout becomes slow, payment_stage_total{outcome=\"timeout\"} rises, attempts wait in"
          + " PAYMENT_INITIATED_CART_RECONCILING."),
  PAYMENT_DECLINES(
      "Payment provider declines every card",
      "The payment provider is well, but refuses each card.",
      "payment_results_total{outcome=\"declined\"} rises and orders stop, while the provider"
          + " counts as up."),
  SMTP(
      "Mail server fails",
      "The mail server refuses letters; order confirmations wait in their queue.",
      "email_sent_total{status=\"error\"} and queue_depth{queue=\"email\"} rise, the smtp"
          + " indicator goes down."),
  DATABASE(
      "Database refuses connections",
      "Each new connection to the database fails at once.",
      "Pages answer 503, http_5xx_total rises, readiness and the database indicator go down."),
  SEARCH_SLOW(
      "Search is slow",
      "Every search takes three seconds more.",
      "search_completion_seconds and the latency of the search route rise."),
  CHECKOUT_STUCK(
      "Checkouts get stuck",
      "Every third checkout stops between reservation and payment, and the reconciler rests.",
      "checkout_attempt_oldest_age_seconds{state=\"RESERVED\"} grows beyond two minutes."),
  HTTP_500(
      "A fifth of requests fail",
      "One in five requests to pages and the JSON API is answered with 500.",
      "http_5xx_total rises on all routes and the error rate alert fires.");

  private final String title;
  private final String effect;
  private final String expectation;

  Switch(String title, String effect, String expectation) {
    this.title = title;
    this.effect = effect;
    this.expectation = expectation;
  }

  public static Optional<Switch> named(String name) {
    return Arrays.stream(values()).filter(it -> it.label().equals(name)).findFirst();
  }

  /// The name in addresses and JSON, such as `payment-provider`.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public String title() {
    return title;
  }

  /// What is broken when it is on.
  public String effect() {
    return effect;
  }

  /// What Tocsin should show.
  public String expectation() {
    return expectation;
  }
}
