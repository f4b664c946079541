package dev.tocsin.sdk.event;

import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A typed fact. The id makes it idempotent: the server takes it once, however often it comes.
///
/// @param id at most 64 characters; also the idempotency key of every delivery
/// @param type lower-case words with dots, such as `fallback.raised`
/// @param alarm what makes it an incident alert; absent for a plain fact
/// @param message one sentence for people, at most [#MESSAGE_LIMIT] characters, the rest is cut
/// @param data figures and names that JSON can carry; never secrets or personal data
public record Event(
    String id,
    String type,
    long atMillis,
    @Nullable Alarm alarm,
    String message,
    Map<String, Object> data) {

  /// The type of an alert that begins.
  public static final String ALERT_RAISED = "alert.raised";

  /// The type of an alert that is over.
  public static final String ALERT_RESOLVED = "alert.resolved";

  /// Characters of a message.
  public static final int MESSAGE_LIMIT = 2_000;

  private static final int DATA_LIMIT = 50;
  private static final Pattern TYPE = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+){0,7}");

  /// What an alert is about, and how bad it is.
  ///
  /// @param key stable and dotted, such as `i18n.fx-rates.stale-grace-window`; alerts with the same
  ///   key are the same trouble
  /// @param severity `P1` (worst) to `P4`
  public record Alarm(String key, String severity) {
    private static final int KEY_LIMIT = 200;
    private static final Pattern SEVERITY = Pattern.compile("P[1-4]");

    public Alarm {
      if (key.isBlank() || key.length() > KEY_LIMIT) {
        throw new IllegalArgumentException(
            "The key of an alert has 1 to " + KEY_LIMIT + " characters.");
      }
      if (!SEVERITY.matcher(severity).matches()) {
        throw new IllegalArgumentException(
            "The severity '" + severity + "' is none; use P1, P2, P3 or P4.");
      }
    }
  }

  public Event {
    if (!TYPE.matcher(type).matches()) {
      throw new IllegalArgumentException(
          "The event type '" + type + "' is not lower-case words with dots.");
    }
    if (data.size() > DATA_LIMIT) {
      throw new IllegalArgumentException("An event has at most " + DATA_LIMIT + " data fields.");
    }
    message = message.length() <= MESSAGE_LIMIT ? message : message.substring(0, MESSAGE_LIMIT);
    data = Map.copyOf(data);
  }

  /// A plain fact of this moment.
  public static Event of(
      String type, String message, Map<String, Object> data, InstantSource clock) {
    return new Event(newId(), type, clock.millis(), null, message, data);
  }

  /// An alert that begins now.
  public static Event raised(
      Alarm alarm, String message, Map<String, Object> data, InstantSource clock) {
    return new Event(newId(), ALERT_RAISED, clock.millis(), alarm, message, data);
  }

  /// The same trouble is over.
  public static Event resolved(Alarm alarm, String message, InstantSource clock) {
    return new Event(newId(), ALERT_RESOLVED, clock.millis(), alarm, message, Map.of());
  }

  boolean isAlert() {
    return alarm != null;
  }

  private static String newId() {
    return UUID.randomUUID().toString();
  }
}
