package dev.tocsin.server.rule;

/// Through which kind of channel a simple rule tells people.
public enum AlertChannel {
  EMAIL,
  WEBHOOK,
  SLACK,
  PAGERDUTY,
  INCIDENT_WEBHOOK;

  /// Whether a rule names its own receivers; the others go where the server is set up to go.
  boolean takesRecipients() {
    return this == EMAIL || this == WEBHOOK || this == SLACK;
  }

  /// Whether it has nowhere to go without a rule's own receivers.
  boolean needsRecipients() {
    return this == EMAIL || this == WEBHOOK;
  }
}
