package dev.tocsin.sandbox;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// The outside services that have a stand-in here.
enum Service {
  STRIPE("stripe", "payment provider, shaped like Stripe, at /stripe/v1/"),
  SLACK("slack", "incoming webhook, shaped like Slack's, at /slack/services/"),
  PAGERDUTY("pagerduty", "events, shaped like PagerDuty's API v2, at /pagerduty/v2/enqueue"),
  WEBHOOK("webhook", "incident webhook at /incident-webhook"),
  WEBHOOK_SECONDARY("webhook-secondary", "second way out at /incident-webhook/secondary"),
  SMTP("smtp", "mail server");

  private final String key;
  private final String description;

  Service(String key, String description) {
    this.key = key;
    this.description = description;
  }

  /// The name in control and inbox addresses.
  String key() {
    return key;
  }

  String description() {
    return description;
  }

  static Optional<Service> find(String key) {
    return Arrays.stream(values()).filter(service -> service.key.equals(key)).findFirst();
  }

  /// All keys, for messages.
  static String keys() {
    return Arrays.stream(values()).map(Service::key).collect(Collectors.joining(", "));
  }
}
