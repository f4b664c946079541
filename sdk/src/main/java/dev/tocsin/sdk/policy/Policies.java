package dev.tocsin.sdk.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.sdk.metrics.Telemetry;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// The values with which the application really runs, registered by the features that use them, and
/// the governance file that says what they should be.
///
/// Metrics: `policy_differences` and `policy_reviews_overdue`, both counts.
public final class Policies {

  private static final int MAX_VALUES = 1_000;

  private final Governance governance;
  private final InstantSource clock;
  private final Map<String, Map<String, Supplier<?>>> effective = new TreeMap<>();
  private int registered;

  public Policies(Governance governance, InstantSource clock, Telemetry telemetry) {
    this.governance = governance;
    this.clock = clock;
    telemetry
        .gauge("policy_differences", "Effective values that are not the governed ones.")
        .observe(() -> differences().size());
    telemetry
        .gauge("policy_reviews_overdue", "Policies whose review is overdue.")
        .observe(() -> overdueReviews().size());
  }

  /// Registers an effective value: text, number, boolean, `Duration`, enum, or a collection of
  /// these; never a secret, since it is shown. Registering it again replaces it.
  ///
  /// @param policy as in the governance file: `staleFx`
  /// @param value as in its `values`: `graceWindow`
  /// @param current must be fast and must not block; it is asked at each look
  public synchronized void register(String policy, String value, Supplier<?> current) {
    if (registered >= MAX_VALUES) {
      throw new IllegalStateException(
          "There are " + MAX_VALUES + " policy values already; " + value + " is one too many.");
    }
    registered++;
    effective.computeIfAbsent(policy, name -> new TreeMap<>()).put(value, current);
  }

  /// What differs between the file and the running application. A governed value that nothing here
  /// registers is no difference: another application may be the one that uses it.
  public List<PolicyDifference> differences() {
    List<PolicyDifference> differences = new ArrayList<>();
    governed()
        .forEach(
            (policy, decided) ->
                decided
                    .values()
                    .forEach(
                        (value, should) ->
                            effective(policy, value)
                                .filter(is -> !GovernedValue.same(should, is))
                                .ifPresent(
                                    is ->
                                        differences.add(
                                            new PolicyDifference(policy, value, should, is)))));
    return differences;
  }

  /// The names of the policies whose next review lies before today (UTC).
  public List<String> overdueReviews() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return governed().entrySet().stream()
        .filter(policy -> policy.getValue().overdueOn(today))
        .map(Map.Entry::getKey)
        .toList();
  }

  Governance governance() {
    return governance;
  }

  Map<String, PolicyRecord> governed() {
    return governance instanceof Governance.Loaded loaded ? loaded.policies() : Map.of();
  }

  /// The current value, `not readable (…)` when its supplier throws, or nothing when nobody
  /// registered it.
  Optional<JsonNode> effective(String policy, String value) {
    Supplier<?> current;
    synchronized (this) {
      current = effective.getOrDefault(policy, Map.of()).get(value);
    }
    if (current == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(GovernedValue.of(current.get()));
    } catch (RuntimeException e) {
      return Optional.of(GovernedValue.of("not readable (" + e.getClass().getSimpleName() + ")"));
    }
  }

  /// The names of the registered values, by policy.
  synchronized Map<String, List<String>> registeredValues() {
    Map<String, List<String>> names = new TreeMap<>();
    effective.forEach((policy, values) -> names.put(policy, List.copyOf(values.keySet())));
    return names;
  }
}
