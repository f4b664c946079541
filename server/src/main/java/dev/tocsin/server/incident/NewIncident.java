package dev.tocsin.server.incident;

import java.util.ArrayList;
import java.util.List;

/// An incident that a person wants to open.
public record NewIncident(
    String title, String description, Severity severity, List<String> servicesAffected) {
  static final int TITLE_LIMIT = 200;
  static final int SERVICE_LIMIT = 50;

  public NewIncident {
    servicesAffected = List.copyOf(servicesAffected);
  }

  /// Everything that is wrong with it.
  List<String> errors(KnownServices services) {
    var errors = new ArrayList<String>();
    if (title.isBlank() || title.length() > TITLE_LIMIT) {
      errors.add("title must have 1 to " + TITLE_LIMIT + " characters");
    }
    if (description.isBlank() || description.length() > IncidentDesk.TEXT_LIMIT) {
      errors.add("description must have 1 to " + IncidentDesk.TEXT_LIMIT + " characters");
    }
    if (servicesAffected.size() > SERVICE_LIMIT) {
      errors.add("servicesAffected must have at most " + SERVICE_LIMIT + " names");
      return errors;
    }
    for (var service : servicesAffected) {
      if (!services.knows(service)) {
        errors.add("servicesAffected: the service \"" + service + "\" does not exist");
      }
    }
    return errors;
  }
}
