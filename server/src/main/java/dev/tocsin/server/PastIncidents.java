package dev.tocsin.server;

import dev.tocsin.server.alert.Backtest.Trouble;
import dev.tocsin.server.incident.Incident;
import dev.tocsin.server.incident.IncidentDesk;
import dev.tocsin.server.incident.IncidentFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The real troubles of the past, to hold a rule against: incidents that a person opened or took.
final class PastIncidents {
  private static final int MOST_PAGES = 50;
  private static final int PAGE = 100;

  private final IncidentDesk desk;

  PastIncidents(IncidentDesk desk) {
    this.desk = desk;
  }

  List<Trouble> between(long fromMillis, long toMillis) {
    var found = new ArrayList<Trouble>();
    for (int page = 0; page < MOST_PAGES; page++) {
      var filter = new IncidentFilter(Set.of(), Set.of(), PAGE, page * PAGE);
      var incidents = desk.list(filter).incidents();
      for (var incident : incidents) {
        long end = incident.resolvedAtMillis() == 0 ? toMillis : incident.resolvedAtMillis();
        if (isReal(incident) && incident.startedAtMillis() <= toMillis && end >= fromMillis) {
          found.add(new Trouble(incident.title(), incident.startedAtMillis(), end));
        }
      }
      if (incidents.size() < PAGE) {
        break;
      }
    }
    return found;
  }

  private static boolean isReal(Incident incident) {
    return incident.alertKey() == null || incident.acknowledgedBy() != null;
  }
}
