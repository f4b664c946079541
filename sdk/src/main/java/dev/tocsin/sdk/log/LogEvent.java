package dev.tocsin.sdk.log;

import java.util.List;
import org.slf4j.event.Level;

/// The events with a fixed name and fixed fields. Alerts hang on both, so a change here is a change
/// of the contract. Each is a log line with the field `event` and counts in `log_events_total`.
@SuppressWarnings("ImmutableEnumChecker")
public enum LogEvent {
  /// A webhook was not sent because its destination is not on the list of allowed hosts.
  EXPORT_WEBHOOK_BLOCKED("export_webhook_blocked", Level.WARN, "exportId", "host", "reason"),
  /// A webhook was sent and not accepted, after the last attempt or before a further one.
  EXPORT_WEBHOOK_FAILED(
      "export_webhook_failed", Level.ERROR, "exportId", "host", "attempt", "status", "reason"),
  /// A billing event could not be handled: bad signature, unknown type, failure of our own.
  STRIPE_WEBHOOK_ERROR("stripe_webhook_error", Level.ERROR, "eventId", "type", "reason"),
  /// A billing event came again under a known id with other content.
  STRIPE_WEBHOOK_REPLAYED_MISMATCH(
      "stripe_webhook_replayed_mismatch", Level.WARN, "eventId", "type", "reason"),
  /// A call of a language model, with what it used and cost. `usageSource` is `reported` by the
  /// provider or `estimated`.
  LLM_USAGE(
      "llm.usage",
      Level.INFO,
      "user",
      "provider",
      "model",
      "usageSource",
      "inputTokens",
      "outputTokens",
      "cost",
      "currency");

  private final String wireName;
  private final Level level;
  private final List<String> fields;

  LogEvent(String wireName, Level level, String... fields) {
    this.wireName = wireName;
    this.level = level;
    this.fields = List.of(fields);
  }

  public String wireName() {
    return wireName;
  }

  public Level level() {
    return level;
  }

  /// The fields in the order in which [LogEvents#record] takes their values.
  public List<String> fields() {
    return fields;
  }
}
