package dev.tocsin.sdk.webhook;

/// What became of a request, and how to answer it.
public enum WebhookOutcome {
  /// Handled now.
  ACCEPTED(200, "accepted"),
  /// Of no interest, nothing was done.
  IGNORED(200, "ignored"),
  /// Handled before; nothing was done.
  DUPLICATE(200, "known already"),
  /// Handled elsewhere right now; the provider should come again.
  IN_PROGRESS(409, "being handled"),
  /// The signature does not fit, or the request is not an event.
  REJECTED(400, "not a genuine event"),
  /// A known id with another payload.
  MISMATCH(400, "this id came with another payload"),
  /// The application failed; the provider should come again.
  FAILED(500, "could not be handled"),
  /// It cannot be known whether it is a replay; the provider should come again.
  UNAVAILABLE(503, "come again later");

  private final int status;
  private final String text;

  WebhookOutcome(int status, String text) {
    this.status = status;
    this.text = text;
  }

  /// The HTTP status of the answer.
  public int status() {
    return status;
  }

  /// A text for the answer.
  public String text() {
    return text;
  }
}
