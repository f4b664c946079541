package dev.tocsin.server.silence;

import dev.tocsin.series.Matcher;
import dev.tocsin.server.alert.Mute;
import dev.tocsin.server.alert.ReceivedAlerts;
import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problem;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.config.Settings;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import dev.tocsin.server.route.CronTime;
import dev.tocsin.server.route.Recurrence;
import dev.tocsin.server.route.TimeIntervalText;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Maintenance windows: planned, changed, removed.
public final class Windows {
  private static final int LIMIT = 500;
  private static final int SERVICE_LIMIT = 50;
  private static final int NAME_LIMIT = 200;
  private static final int INTERVAL_TEXT_LIMIT = 10_000;

  private final Database database;
  private final ReceivedAlerts received;
  private final Ids ids;
  private final InstantSource clock;

  /// What somebody wants.
  ///
  /// @param id of a window to change; empty for a new one
  /// @param intervals as Alertmanager writes `time_intervals`, YAML; empty for always
  public record Wanted(
      String id, Words words, Window.About about, Bounds bounds, String intervals) {}

  /// Name, author and reason.
  public record Words(String name, String author, String reason) {}

  /// The first and the last moment.
  public record Bounds(long startsAtMillis, long endsAtMillis) {}

  public Windows(Database database, ReceivedAlerts received, InstantSource clock) {
    this.database = database;
    this.received = received;
    this.ids = new Ids(clock);
    this.clock = clock;
  }

  /// The window that somebody wants, without keeping it.
  ///
  /// @throws SilenceRefusal if it cannot be had
  public Window draft(Wanted wanted) {
    var errors = new ArrayList<String>();
    var problems = new Problems();
    var intervals = intervals(wanted.intervals(), problems);
    problems.list().stream().map(Problem::toString).forEach(errors::add);
    check(wanted, errors);
    if (!errors.isEmpty()) {
      throw SilenceRefusal.invalid(errors);
    }
    var words = wanted.words();
    return new Window(
        wanted.id().isEmpty() ? ids.next() : wanted.id(),
        words.name(),
        words.author(),
        words.reason(),
        wanted.about(),
        new Window.Schedule(
            wanted.bounds().startsAtMillis(),
            wanted.bounds().endsAtMillis(),
            intervals,
            wanted.intervals()));
  }

  /// @throws SilenceRefusal if it cannot be had
  public Window put(Wanted wanted) {
    var window = draft(wanted);
    return database.transaction(
        transaction -> {
          if (!wanted.id().isEmpty() && WindowTable.find(transaction, wanted.id()).isEmpty()) {
            throw SilenceRefusal.unknown("window", wanted.id());
          }
          if (WindowTable.all(transaction).size() >= LIMIT) {
            throw SilenceRefusal.invalid(List.of("there are " + LIMIT + " windows; remove some"));
          }
          WindowTable.put(transaction, window, clock.millis());
          received.lookAgain(transaction);
          return window;
        });
  }

  private static void check(Wanted wanted, List<String> errors) {
    var about = wanted.about();
    if (wanted.words().name().isBlank() || wanted.words().name().length() > NAME_LIMIT) {
      errors.add("name must have 1 to " + NAME_LIMIT + " characters");
    }
    if (wanted.words().reason().length() > Silences.TEXT_LIMIT) {
      errors.add("reason must have at most " + Silences.TEXT_LIMIT + " characters");
    }
    if (about.services().size() > SERVICE_LIMIT) {
      errors.add("services must be at most " + SERVICE_LIMIT);
    }
    if (about.matchers().isEmpty() && about.services().isEmpty()) {
      errors.add("name services, or matchers of alerts, or both");
    }
    if (!about.matchers().isEmpty()) {
      errors.addAll(Silences.matcherErrors(List.<Matcher>copyOf(about.matchers())));
    }
    if (wanted.bounds().endsAtMillis() <= wanted.bounds().startsAtMillis()) {
      errors.add("endsAt must be after startsAt");
    }
  }

  /// Reads a list of time intervals.
  static List<Recurrence> intervals(String text, Problems problems) {
    if (text.isBlank()) {
      return List.of();
    }
    if (text.length() > INTERVAL_TEXT_LIMIT) {
      problems.add(
          new Problem("intervals", "", "are too long", "use at most " + INTERVAL_TEXT_LIMIT));
      return List.of();
    }
    var indented = "intervals:\n" + text.stripTrailing().indent(2);
    return ConfigFile.parseLiteral("intervals", indented, problems).sections("intervals").stream()
        .map(Windows::recurrence)
        .toList();
  }

  private static Recurrence recurrence(Settings section) {
    return section.has("cron") ? CronTime.read(section) : TimeIntervalText.read(section);
  }

  /// @throws SilenceRefusal if it does not exist
  public void remove(String id) {
    database.transaction(
        transaction -> {
          if (!WindowTable.delete(transaction, id)) {
            throw SilenceRefusal.unknown("window", id);
          }
          received.lookAgain(transaction);
          return id;
        });
  }

  public Optional<Window> find(String id) {
    return database.read(handle -> WindowTable.find(handle, id));
  }

  public List<Window> all() {
    return database.read(WindowTable::all);
  }

  /// Whether a window that covers a service is open.
  public boolean isInMaintenance(String service) {
    long now = clock.millis();
    return database.read(handle -> WindowTable.open(handle, now)).stream()
        .anyMatch(window -> window.about().services().contains(service));
  }

  /// What a window has muted, the newest first.
  public List<MutedAlert> muted(String id, int limit) {
    return database.read(handle -> MutedAlertTable.of(handle, Mute.Kind.MAINTENANCE, id, limit));
  }

  /// How many alerts each window has muted.
  public Map<String, Long> mutedCounts() {
    return database.read(handle -> MutedAlertTable.counts(handle, Mute.Kind.MAINTENANCE));
  }
}
