package dev.tocsin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.server.FaultyReceiver.Arrival;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a receiver knows that looks at the keys of idempotency: each key once, when it came first.
final class ReceivedStory {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// The watch over the queue tells past the queue of what waits for too long.
  private static final String WATCH = "delivery-watch";

  private final Map<String, JsonNode> byKey = new LinkedHashMap<>();
  private final List<String> otherBodies = new ArrayList<>();
  private int doubles;

  ReceivedStory(Collection<Arrival> arrivals) {
    var bodies = new HashMap<String, String>();
    for (var arrival : arrivals) {
      if (arrival.key().startsWith(WATCH)) {
        continue;
      }
      var before = bodies.putIfAbsent(arrival.key(), arrival.body());
      if (before == null) {
        byKey.put(arrival.key(), read(arrival.body()));
        continue;
      }
      doubles++;
      if (!before.equals(arrival.body())) {
        otherBodies.add(arrival.key() + ":\n" + before + "\n" + arrival.body());
      }
    }
  }

  private static JsonNode read(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /// How many messages came again under a key that was known.
  int doubles() {
    return doubles;
  }

  int messages() {
    return byKey.size();
  }

  /// The alerts that it has heard of: `rule/item`.
  Set<String> alerts() {
    return incidentsOfAlerts().keySet();
  }

  private Map<String, Set<String>> incidentsOfAlerts() {
    var incidents = new TreeMap<String, Set<String>>();
    byKey
        .values()
        .forEach(
            message ->
                message
                    .path("alerts")
                    .forEach(
                        alert ->
                            incidents
                                .computeIfAbsent(id(alert), _ -> new TreeSet<>())
                                .add(message.path("incidentId").asText())));
    return incidents;
  }

  private static String id(JsonNode alert) {
    return AlertTraffic.id(
        alert.path("alertName").asText(), alert.path("labels").path("item").asText());
  }

  /// The incidents that it knows to be over.
  Set<String> resolved() {
    var resolved = new TreeSet<String>();
    stories()
        .forEach(
            (incident, story) -> {
              if (story.getLast().endsWith("resolved")) {
                resolved.add(incident);
              }
            });
    return resolved;
  }

  Set<String> incidents() {
    return stories().keySet();
  }

  /// For each incident what it heard, in the order in which it heard it: position and change.
  private Map<String, List<String>> stories() {
    var stories = new TreeMap<String, List<String>>();
    byKey.forEach(
        (key, message) ->
            stories
                .computeIfAbsent(message.path("incidentId").asText(), _ -> new ArrayList<>())
                .add("%06d %s".formatted(position(key), message.path("event").asText())));
    return stories;
  }

  /// A key is `incident:kind:position:channel`.
  private static int position(String key) {
    return Integer.parseInt(key.split(":", -1)[2]);
  }

  /// Fails unless each change came under one key with one content, each incident in its order and
  /// with one beginning before all else, and each alert in one incident.
  void assertSound() {
    assertEquals(List.of(), otherBodies, "one key, several messages");
    stories().forEach(ReceivedStory::assertSound);
    incidentsOfAlerts().forEach((alert, in) -> assertEquals(1, in.size(), alert + " is in " + in));
  }

  private static void assertSound(String incident, List<String> story) {
    var sorted = new LinkedHashSet<>(story.stream().sorted().toList());
    assertEquals(List.copyOf(sorted), story, "the order of " + incident);
    assertTrue(story.getFirst().endsWith("opened"), () -> incident + " has no beginning: " + story);
    long beginnings = story.stream().filter(it -> it.endsWith("opened")).count();
    assertEquals(1, beginnings, () -> incident + " begins again: " + story);
  }
}
