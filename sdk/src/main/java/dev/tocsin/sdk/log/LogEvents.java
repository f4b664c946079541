package dev.tocsin.sdk.log;

import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// Writes the events with fixed names and counts them. The lines are never sampled.
public final class LogEvents {

  private static final Logger LOG = LoggerFactory.getLogger("dev.tocsin.event");

  private final CounterFamily events;

  /// Every event is published at zero, so that the first one shows up in `increase()`.
  public LogEvents(Telemetry telemetry) {
    events = telemetry.counter("log_events_total", "Log events with a fixed name.", "event");
    for (LogEvent event : LogEvent.values()) {
      events.declare(event.wireName());
    }
  }

  /// @param values one for each of [LogEvent#fields], in that order; null for an unknown one
  /// @throws IllegalArgumentException if there are more or fewer values than fields
  public void record(LogEvent event, @Nullable Object... values) {
    List<String> fields = event.fields();
    if (values.length != fields.size()) {
      throw new IllegalArgumentException(
          "%s has the fields %s, so it takes %d values and not %d."
              .formatted(event.wireName(), fields, fields.size(), values.length));
    }
    events.increment(event.wireName());
    LoggingEventBuilder line = LOG.atLevel(event.level()).addMarker(LogMarkers.EVENT);
    line = line.addKeyValue("event", event.wireName());
    for (int i = 0; i < values.length; i++) {
      line = line.addKeyValue(fields.get(i), values[i]);
    }
    line.log(event.wireName());
  }
}
