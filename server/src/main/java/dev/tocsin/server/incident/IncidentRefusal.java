package dev.tocsin.server.incident;

import java.util.List;

/// An action on an incident that cannot be done as asked. Its texts are meant for the person.
public final class IncidentRefusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Reason reason;
  private final transient List<String> errors;

  /// Why it was refused.
  public enum Reason {
    NOT_FOUND,
    INVALID,
    CONFLICT
  }

  private IncidentRefusal(Reason reason, String summary, List<String> errors) {
    super(summary);
    this.reason = reason;
    this.errors = List.copyOf(errors);
  }

  static IncidentRefusal notFound(String id) {
    return new IncidentRefusal(Reason.NOT_FOUND, "incident " + id + " does not exist", List.of());
  }

  static IncidentRefusal invalid(List<String> errors) {
    return new IncidentRefusal(Reason.INVALID, "the input is not usable", errors);
  }

  static IncidentRefusal conflict(String summary) {
    return new IncidentRefusal(Reason.CONFLICT, summary, List.of());
  }

  public Reason reason() {
    return reason;
  }

  /// Everything that is wrong with the input.
  public List<String> errors() {
    return errors;
  }
}
