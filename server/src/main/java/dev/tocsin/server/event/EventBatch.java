package dev.tocsin.server.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an application sends: events, and which of its alerts it has told a webhook of by itself.
record EventBatch(
    @Nullable String batchId, @Nullable List<String> toldDirectly, @Nullable List<Item> events) {
  static final int EVENT_LIMIT = 1_000;
  private static final int ID_LIMIT = 64;
  private static final int KEY_LIMIT = 200;
  private static final int MESSAGE_LIMIT = 2_000;
  private static final int DATA_LIMIT = 16 * 1024;
  private static final Pattern TYPE = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+){0,7}");
  private static final Pattern SEVERITY = Pattern.compile("P[1-4]");

  /// One event, not checked yet.
  record Item(
      @Nullable String id,
      @Nullable String type,
      long at,
      @Nullable String key,
      @Nullable String severity,
      @Nullable String message,
      @Nullable Map<String, Object> data) {}

  /// An event that was not taken, and why.
  record Refused(String id, String reason) {}

  /// Whether there is a list of events that is not too long.
  boolean isUsable() {
    return events != null && events.size() <= EVENT_LIMIT;
  }

  /// The events that can be taken; the others are added to the list.
  ///
  /// @param json writes an event's data
  List<Event> read(
      String application,
      long nowMillis,
      Function<Map<String, Object>, String> json,
      List<Refused> refused) {
    var read = new ArrayList<Event>();
    for (var item : events == null ? List.<Item>of() : events) {
      var data = json.apply(item.data() == null ? Map.of() : item.data());
      var reason = problem(item, data);
      if (reason.isEmpty()) {
        boolean told = toldDirectly != null && toldDirectly.contains(item.id());
        read.add(
            new Event(
                application,
                text(item.id()),
                text(item.type()),
                item.at(),
                nowMillis,
                item.key(),
                item.severity(),
                told,
                text(item.message()),
                data));
      } else {
        refused.add(new Refused(text(item.id()), reason));
      }
    }
    return read;
  }

  private static String problem(Item item, String data) {
    if (text(item.id()).isBlank() || text(item.id()).length() > ID_LIMIT) {
      return "id must have 1 to " + ID_LIMIT + " characters";
    }
    if (!TYPE.matcher(text(item.type())).matches()) {
      return "type must be lower-case words with dots, such as alert.raised";
    }
    if (item.at() <= 0) {
      return "at must be the time in milliseconds since 1970";
    }
    if (text(item.message()).length() > MESSAGE_LIMIT) {
      return "message must have at most " + MESSAGE_LIMIT + " characters";
    }
    if (data.length() > DATA_LIMIT) {
      return "data must have at most " + DATA_LIMIT + " characters as JSON";
    }
    return alertProblem(item);
  }

  private static String alertProblem(Item item) {
    boolean isAlert = text(item.type()).startsWith("alert.") || item.key() != null;
    if (!isAlert) {
      return "";
    }
    if (text(item.key()).isBlank() || text(item.key()).length() > KEY_LIMIT) {
      return "key must have 1 to " + KEY_LIMIT + " characters";
    }
    return SEVERITY.matcher(text(item.severity())).matches()
        ? ""
        : "severity must be P1, P2, P3 or P4";
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
