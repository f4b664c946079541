package dev.tocsin.sdk.alert;

import dev.tocsin.sdk.event.Event;
import dev.tocsin.sdk.event.EventClient;
import dev.tocsin.sdk.fallback.FallbackEvent;
import dev.tocsin.sdk.fallback.FallbackListener;
import dev.tocsin.sdk.fallback.FallbackSeverity;
import dev.tocsin.sdk.fallback.FallbackStatus;
import java.time.InstantSource;
import java.util.Map;

/// Sends fallbacks to the server: those that call a person as `alert.raised` and `alert.resolved`
/// (P1 when critical, else P2), the others as the facts `fallback.raised` and `fallback.resolved`.
/// Repetitions stay here; the server has the alert until its end.
public final class EventAlerts implements FallbackListener {

  private static final String RAISED = "fallback.raised";
  private static final String RESOLVED = "fallback.resolved";

  private final EventClient client;
  private final InstantSource clock;

  public EventAlerts(EventClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public void onEvent(FallbackEvent event) {
    if (event.kind() != FallbackEvent.Kind.REPEATED) {
      boolean taken = client.offer(event.paging() ? alert(event) : fact(event));
      if (!taken) {
        throw new IllegalStateException("The event client has no room for " + event.status().key());
      }
    }
  }

  private Event alert(FallbackEvent event) {
    FallbackStatus status = event.status();
    boolean critical = status.latest().severity() == FallbackSeverity.CRITICAL;
    Event.Alarm alarm = new Event.Alarm(status.key(), critical ? "P1" : "P2");
    return event.kind() == FallbackEvent.Kind.RESOLVED
        ? Event.resolved(alarm, over(status), clock)
        : Event.raised(alarm, status.latest().message(), data(status), clock);
  }

  private Event fact(FallbackEvent event) {
    FallbackStatus status = event.status();
    return event.kind() == FallbackEvent.Kind.RESOLVED
        ? Event.of(RESOLVED, over(status), data(status), clock)
        : Event.of(RAISED, status.latest().message(), data(status), clock);
  }

  private static String over(FallbackStatus status) {
    return status.key() + " is over";
  }

  private static Map<String, Object> data(FallbackStatus status) {
    return Map.of(
        "key", status.key(),
        "severity", status.latest().severity().name(),
        "count", status.count(),
        "firstSeen", status.firstSeen().toString(),
        "context", status.latest().context());
  }
}
