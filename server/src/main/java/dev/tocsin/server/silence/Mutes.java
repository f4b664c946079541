package dev.tocsin.server.silence;

import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.alert.AlertMutes;
import dev.tocsin.server.alert.Mute;
import dev.tocsin.server.route.RoutingOptions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// Everything that mutes: silences, maintenance windows, and other alerts.
public final class Mutes implements AlertMutes {
  private final RoutingOptions routing;
  private final InstantSource clock;

  public Mutes(RoutingOptions routing, InstantSource clock) {
    this.routing = routing;
    this.clock = clock;
  }

  @Override
  public Judge begin(Handle handle, long nowMillis, Function<String, List<Alert>> firing) {
    var silences =
        SilenceTable.endingAfter(handle, nowMillis).stream()
            .filter(silence -> silence.state(nowMillis) == Silence.State.ACTIVE)
            .toList();
    var windows = WindowTable.open(handle, nowMillis);
    var inhibition = new Inhibition(routing, firing);
    return alert -> {
      var mutes = new ArrayList<Mute>();
      for (var silence : silences) {
        if (silence.covers(alert.labels())) {
          mutes.add(
              new Mute(
                  Mute.Kind.SILENCE,
                  silence.id(),
                  "silenced by " + silence.author() + ": " + silence.reason(),
                  silence.endsAtMillis()));
        }
      }
      for (var window : windows) {
        if (window.covers(alert.labels())) {
          mutes.add(
              new Mute(
                  Mute.Kind.MAINTENANCE,
                  window.id(),
                  "maintenance: " + window.name(),
                  window.endMillis(nowMillis)));
        }
      }
      inhibition.of(alert).ifPresent(mutes::add);
      return mutes;
    };
  }

  @Override
  public void record(Handle transaction, Alert alert, List<Mute> mutes) {
    for (var mute : mutes) {
      MutedAlertTable.add(transaction, alert, mute, clock.millis());
    }
  }
}
