package dev.tocsin.server.deliver.webhook;

import dev.tocsin.server.deliver.Message;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/// The JSON of a rule's webhook: these seven members and no others, of the message's first alert.
/// Values that are numbers are numbers.
record AlertBody(
    String alertName,
    String metric,
    Object currentValue,
    Object threshold,
    String condition,
    String timestamp,
    String severity) {
  static AlertBody of(Message message) {
    var alert =
        message.readings().isEmpty()
            ? new Message.Reading(message.title(), "", "", Map.of(), message.sinceMillis())
            : message.readings().getFirst();
    return new AlertBody(
        alert.alertName(),
        alert.metric(),
        number(alert.value()),
        number(alert.threshold()),
        alert.condition(),
        Instant.ofEpochMilli(message.atMillis()).toString(),
        message.severity());
  }

  private static Object number(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      return text;
    }
  }
}
