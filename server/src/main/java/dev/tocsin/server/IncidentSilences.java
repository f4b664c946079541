package dev.tocsin.server;

import dev.tocsin.series.Matcher;
import dev.tocsin.server.config.DurationText;
import dev.tocsin.server.deliver.IncidentSilencer;
import dev.tocsin.server.deliver.RefusedException;
import dev.tocsin.server.incident.AttachedAlert;
import dev.tocsin.server.incident.Author;
import dev.tocsin.server.incident.IncidentDesk;
import dev.tocsin.server.silence.SilenceRefusal;
import dev.tocsin.server.silence.Silences;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One silence for each alert name that fires in an incident, with the labels that its alerts have
/// in common: no wider than what is seen.
final class IncidentSilences implements IncidentSilencer {
  private static final String NAME = "alertname";
  private static final int SILENCE_LIMIT = 20;

  private final IncidentDesk desk;
  private final Silences silences;
  private final InstantSource clock;

  IncidentSilences(IncidentDesk desk, Silences silences, InstantSource clock) {
    this.desk = desk;
    this.silences = silences;
    this.clock = clock;
  }

  @Override
  public void silence(String incidentId, Duration duration, Author author) {
    var incident =
        desk.find(incidentId)
            .orElseThrow(() -> new RefusedException("the incident does not exist any more"));
    var labels = labels(incident.alerts());
    if (labels.isEmpty()) {
      throw new RefusedException("nothing fires in the incident that could be silenced");
    }
    long now = clock.millis();
    try {
      for (var common : labels) {
        silences.put(
            new Silences.Wanted(
                "",
                matchers(common),
                author.name(),
                "silenced from a message about \"" + incident.title() + "\"",
                now,
                now + duration.toMillis()));
      }
    } catch (SilenceRefusal e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
    var names = String.join(", ", labels.stream().map(it -> it.get(NAME)).toList());
    desk.note(incidentId, "Silenced for " + DurationText.print(duration) + ": " + names, author);
  }

  private static List<Map<String, String>> labels(List<AttachedAlert> alerts) {
    var byName = new LinkedHashMap<String, Map<String, String>>();
    for (var alert : alerts) {
      var name = alert.labels().getOrDefault(NAME, "");
      if (alert.isFiring() && !name.isEmpty()) {
        byName
            .computeIfAbsent(name, _ -> new TreeMap<>(alert.labels()))
            .entrySet()
            .retainAll(alert.labels().entrySet());
      }
    }
    return byName.values().stream().limit(SILENCE_LIMIT).toList();
  }

  private static List<Matcher> matchers(Map<String, String> labels) {
    return labels.entrySet().stream().map(it -> Matcher.equal(it.getKey(), it.getValue())).toList();
  }
}
