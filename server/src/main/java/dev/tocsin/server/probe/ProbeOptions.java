package dev.tocsin.server.probe;

import dev.tocsin.server.config.Settings;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// The services of the status page and how they are checked: the section `probe`.
///
/// @param degradedCountsAsUp whether slow checks count as good in the uptime
public record ProbeOptions(List<Service> services, boolean degradedCountsAsUp) {
  private static final Duration USUAL_INTERVAL = Duration.ofSeconds(30);
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(5);
  static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);
  static final Duration MOST_INTERVAL = Duration.ofHours(1);
  static final Duration LEAST_TIMEOUT = Duration.ofMillis(10);
  static final int SERVICE_LIMIT = 500;

  public ProbeOptions {
    services = List.copyOf(services);
  }

  /// A line of the status page.
  ///
  /// @param plan absent for a service that is not checked from here
  public record Service(String name, String displayName, Optional<Plan> plan) {}

  /// How a service is checked.
  ///
  /// @param degradedAfter good answers that take longer count as slow
  /// @param failuresBeforeDown so many bad checks in a row make it DOWN
  public record Plan(Check check, Timing timing, Duration degradedAfter, int failuresBeforeDown) {}

  record Timing(Duration interval, Duration timeout) {}

  /// Reads the keys `interval`, `timeout`, `degraded_counts_as_up` and `services`.
  public static ProbeOptions read(Settings section) {
    var usual =
        new Timing(
            section.duration("interval", USUAL_INTERVAL, LEAST_INTERVAL, MOST_INTERVAL),
            section.duration("timeout", USUAL_TIMEOUT, LEAST_TIMEOUT, MOST_INTERVAL));
    boolean degradedCountsAsUp = section.flag("degraded_counts_as_up", false);
    var services =
        section.sections("services").stream().map(it -> ServiceSettings.read(it, usual)).toList();
    section.finish();
    var names = new HashSet<String>();
    for (var service : services) {
      if (!service.name().isEmpty() && !names.add(service.name())) {
        section.report("services", service.name() + " is there twice", "keep one of them");
      }
    }
    if (services.size() > SERVICE_LIMIT) {
      section.report("services", "are too many", "use at most " + SERVICE_LIMIT);
    }
    return new ProbeOptions(services, degradedCountsAsUp);
  }
}
