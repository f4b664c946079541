package dev.tocsin.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.server.FaultyReceiver.Arrival;
import dev.tocsin.server.database.Database;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// Finds out, from what a kill left behind, how far the alerts were that were on their way.
final class Autopsy {
  private static final long LEASE_MILLIS = 15_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Database database;
  private final Map<Phase, Integer> kills = new EnumMap<>(Phase.class);

  /// How far an alert was.
  enum Phase {
    SAMPLED_NOT_EVALUATED("a sample was stored, no rule had looked at it"),
    EVALUATED_NOT_STORED("a rule's tick was taken, its alert not stored"),
    PENDING("an alert was pending"),
    STORED_NOT_ANSWERED("a posted alert was stored, its sender without an answer"),
    ACCEPTED_NOT_TOLD("a posted alert was accepted, in no incident yet"),
    QUEUED_NOT_CLAIMED("a notification was stored, nobody had claimed it"),
    CLAIMED_NOT_SENT("a notification was claimed, the receiver had not read it"),
    SENT_NOT_ANSWERED("the receiver had read it and not answered"),
    ANSWERED_NOT_RECORDED("the receiver had answered, nobody had recorded it"),
    WAITS_FOR_RETRY("a notification waited for its next attempt");

    private final String meaning;

    Phase(String meaning) {
      this.meaning = meaning;
    }
  }

  /// What is known besides the database.
  ///
  /// @param sinceMillis when the victims had started
  /// @param ticks the last tick of the rules when each item's sample was seen
  record Scene(
      AlertTraffic traffic, List<Arrival> arrivals, long sinceMillis, Map<String, Long> ticks) {}

  Autopsy(Database database) {
    this.database = database;
  }

  /// The last tick of the rules that was claimed.
  long tick() {
    return number("SELECT COALESCE(MAX(tick), 0) FROM rule_ticks WHERE group_key LIKE '%;kills;%'");
  }

  long queued() {
    return number("SELECT COUNT(*) FROM notifications");
  }

  long claimedSince(long millis) {
    return number(
        "SELECT COUNT(*) FROM notifications WHERE state = 'sending' AND lease_until > "
            + (millis + LEASE_MILLIS));
  }

  long number(String sql) {
    return database.read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  /// The items whose alerts all fire.
  Set<String> firingItems(int rules) {
    var counts = new HashMap<String, Integer>();
    database
        .read(Autopsy::openAlerts)
        .forEach(
            alert -> {
              if (alert.state().equals("FIRING") && !alert.rule().equals(AlertTraffic.POSTED)) {
                counts.merge(alert.item(), 1, Integer::sum);
              }
            });
    counts.values().removeIf(count -> count < rules);
    return counts.keySet();
  }

  /// Looks at what is left after all servers were killed.
  Set<Phase> examine(Scene scene) {
    var found = EnumSet.noneOf(Phase.class);
    var open = database.read(Autopsy::openAlerts);
    ofRules(scene, open, found);
    ofPosts(scene, open, found);
    ofNotifications(scene, found);
    found.forEach(phase -> kills.merge(phase, 1, Integer::sum));
    return found;
  }

  /// How many kills found something in each phase.
  String table() {
    return java.util.Arrays.stream(Phase.values())
        .map(phase -> "%6d  %s%n".formatted(kills.getOrDefault(phase, 0), phase.meaning))
        .collect(Collectors.joining());
  }

  private void ofRules(Scene scene, List<OpenAlert> open, Set<Phase> found) {
    var ever = database.read(Autopsy::everSeen);
    long tick = tick();
    scene
        .traffic()
        .acceptedItems()
        .keySet()
        .forEach(
            item -> {
              if (!ever.contains(item)) {
                boolean taken = tick > scene.ticks().getOrDefault(item, tick);
                found.add(taken ? Phase.EVALUATED_NOT_STORED : Phase.SAMPLED_NOT_EVALUATED);
              }
            });
    if (open.stream().anyMatch(alert -> alert.state().equals("PENDING"))) {
      found.add(Phase.PENDING);
    }
  }

  private static void ofPosts(Scene scene, List<OpenAlert> open, Set<Phase> found) {
    var accepted = scene.traffic().acceptedPosts();
    var underWay = scene.traffic().underWay();
    for (var alert : open) {
      if (underWay.contains(alert.item()) && !accepted.contains(alert.item())) {
        found.add(Phase.STORED_NOT_ANSWERED);
      }
      if (accepted.contains(alert.item()) && alert.notifiedAtMillis() == 0) {
        found.add(Phase.ACCEPTED_NOT_TOLD);
      }
    }
  }

  private void ofNotifications(Scene scene, Set<Phase> found) {
    for (var row : database.read(Autopsy::unfinished)) {
      if (row.state().equals("pending")) {
        found.add(row.attempts() == 0 ? Phase.QUEUED_NOT_CLAIMED : Phase.WAITS_FOR_RETRY);
        continue;
      }
      long claimedAt = row.leaseUntilMillis() - LEASE_MILLIS;
      if (claimedAt >= scene.sinceMillis()) {
        found.add(ofClaimed(row.key(), claimedAt, scene.arrivals()));
      }
    }
  }

  private static Phase ofClaimed(String key, long claimedAtMillis, List<Arrival> arrivals) {
    var since =
        arrivals.stream()
            .filter(it -> it.key().equals(key) && it.atMillis() >= claimedAtMillis)
            .toList();
    if (since.isEmpty()) {
      return Phase.CLAIMED_NOT_SENT;
    }
    return since.getLast().taken().get() ? Phase.ANSWERED_NOT_RECORDED : Phase.SENT_NOT_ANSWERED;
  }

  private record OpenAlert(String rule, String item, String state, long notifiedAtMillis) {}

  private record Unfinished(String key, String state, int attempts, long leaseUntilMillis) {}

  private static List<OpenAlert> openAlerts(Handle handle) {
    return handle
        .createQuery(
            "SELECT rule_name, labels, state, notified_at FROM alerts WHERE resolved_at = 0")
        .map(
            (row, _) ->
                new OpenAlert(
                    row.getString("rule_name"),
                    item(row.getString("labels")),
                    row.getString("state"),
                    row.getLong("notified_at")))
        .list();
  }

  private static Set<String> everSeen(Handle handle) {
    return handle
        .createQuery("SELECT labels FROM alerts WHERE rule_name = 'Trouble'")
        .mapTo(String.class)
        .stream()
        .map(Autopsy::item)
        .collect(Collectors.toSet());
  }

  private static List<Unfinished> unfinished(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT idempotency_key, state, attempts, lease_until FROM notifications
            WHERE state IN ('pending', 'sending')
            """)
        .map(
            (row, _) ->
                new Unfinished(
                    row.getString("idempotency_key"),
                    row.getString("state"),
                    row.getInt("attempts"),
                    row.getLong("lease_until")))
        .list();
  }

  private static String item(String labels) {
    try {
      return JSON.readTree(labels).path("item").asText();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
