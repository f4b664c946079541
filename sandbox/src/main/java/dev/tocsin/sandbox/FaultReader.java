package dev.tocsin.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.sandbox.Fault.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads the JSON of a control request and finds everything that is wrong with it, not only the
/// first thing.
final class FaultReader {
  private static final Set<String> KEYS =
      Set.of("mode", "latency_millis", "status", "retry_after_seconds", "share");

  private final Service service;
  private final JsonNode json;
  private final List<String> problems = new ArrayList<>();

  private FaultReader(Service service, JsonNode json) {
    this.service = service;
    this.json = json;
  }

  /// @throws BadRequest with one sentence per problem
  static Fault read(Service service, JsonNode json) {
    var reader = new FaultReader(service, json);
    if (!json.isObject()) {
      throw new BadRequest(List.of("the body must be a JSON object such as {\"mode\":\"error\"}"));
    }
    Fault fault = reader.fault();
    if (!reader.problems.isEmpty()) {
      throw new BadRequest(reader.problems);
    }
    return fault;
  }

  private Fault fault() {
    for (var name : (Iterable<String>) json::fieldNames) {
      if (!KEYS.contains(name)) {
        problems.add("unknown key '%s'; known are %s".formatted(name, sorted(KEYS)));
      }
    }
    Fault none = Fault.none(service);
    return new Fault(
        mode(),
        number("latency_millis", 0, Fault.MAXIMUM_LATENCY_MILLIS, none.latencyMillis()),
        number("status", 400, 599, none.status()),
        number(
            "retry_after_seconds", 0, Fault.MAXIMUM_RETRY_AFTER_SECONDS, none.retryAfterSeconds()),
        share());
  }

  private Mode mode() {
    if (!json.has("mode")) {
      return Mode.OK;
    }
    String value = json.get("mode").asText();
    var found = Arrays.stream(Mode.values()).filter(mode -> mode.key().equals(value)).findFirst();
    if (found.isEmpty()) {
      var keys = Arrays.stream(Mode.values()).map(Mode::key).collect(Collectors.joining(", "));
      problems.add("mode '%s' is unknown; use one of %s".formatted(value, keys));
      return Mode.OK;
    }
    if (found.get() == Mode.DECLINE && service != Service.STRIPE) {
      problems.add("mode 'decline' exists only for stripe, not for " + service.key());
    }
    return found.get();
  }

  private int number(String name, int least, int most, int absent) {
    JsonNode value = json.path(name);
    if (value.isMissingNode()) {
      return absent;
    }
    if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
      problems.add(
          "%s must be a whole number from %d to %d, not %s".formatted(name, least, most, value));
      return absent;
    }
    return value.intValue();
  }

  private double share() {
    JsonNode value = json.path("share");
    if (value.isMissingNode()) {
      return 1;
    }
    if (!value.isNumber() || !(value.doubleValue() > 0) || value.doubleValue() > 1) {
      problems.add("share must be a number above 0 and at most 1, not " + value);
      return 1;
    }
    return value.doubleValue();
  }

  private static String sorted(Set<String> words) {
    return words.stream().sorted().collect(Collectors.joining(", "));
  }
}
