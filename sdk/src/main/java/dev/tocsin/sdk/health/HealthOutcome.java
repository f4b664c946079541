package dev.tocsin.sdk.health;

import java.util.Map;

/// What a check found. Reasons and details may name hosts and versions: they are for operators and
/// never part of the public report.
public sealed interface HealthOutcome {

  HealthStatus status();

  /// Why the status is not UP; empty when it is.
  String reason();

  /// Figures for the operator, ready for JSON.
  Map<String, Object> details();

  static HealthOutcome up() {
    return new Up(Map.of());
  }

  static HealthOutcome down(String reason) {
    return new Down(reason, Map.of());
  }

  static HealthOutcome degraded(String reason) {
    return new Degraded(reason, Map.of());
  }

  /// Works.
  record Up(Map<String, Object> details) implements HealthOutcome {
    public Up {
      details = Map.copyOf(details);
    }

    @Override
    public HealthStatus status() {
      return HealthStatus.UP;
    }

    @Override
    public String reason() {
      return "";
    }
  }

  /// Works, but worse than it should.
  record Degraded(String reason, Map<String, Object> details) implements HealthOutcome {
    public Degraded {
      details = Map.copyOf(details);
    }

    @Override
    public HealthStatus status() {
      return HealthStatus.DEGRADED;
    }
  }

  /// Does not work.
  record Down(String reason, Map<String, Object> details) implements HealthOutcome {
    public Down {
      details = Map.copyOf(details);
    }

    @Override
    public HealthStatus status() {
      return HealthStatus.DOWN;
    }
  }

  /// Cannot work, because of a setting; a fault of the configuration and not of the dependency, so
  /// it never makes a report DOWN.
  ///
  /// @param setting the environment variable or property to set
  /// @param problem what is wrong with it, after its name: `is not set`; never its value
  record NotConfigured(String setting, String problem) implements HealthOutcome {

    /// The setting has no value.
    public NotConfigured(String setting) {
      this(setting, "is not set");
    }

    @Override
    public HealthStatus status() {
      return HealthStatus.NOT_CONFIGURED;
    }

    @Override
    public String reason() {
      return setting + " " + problem;
    }

    @Override
    public Map<String, Object> details() {
      return Map.of("setting", setting, "problem", problem);
    }
  }
}
