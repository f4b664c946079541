package dev.tocsin.server.silence;

import dev.tocsin.series.Matcher;
import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.alert.AlertBook;
import dev.tocsin.server.alert.Mute;
import dev.tocsin.server.alert.ReceivedAlerts;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import dev.tocsin.server.database.Pruning;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Silences: made, changed, ended, previewed. Each change is judged by the very next transaction
/// that would tell of an alert.
public final class Silences {
  static final int MATCHER_LIMIT = 50;
  static final int TEXT_LIMIT = 2_000;
  private static final int OPEN_LIMIT = 5_000;
  private static final int PREVIEW_LIMIT = 200;
  private static final int MUTED_SHOWN = 200;
  private static final Duration LONGEST = Duration.ofDays(3650);
  private static final Duration KEPT = Duration.ofDays(90);

  private final Database database;
  private final AlertBook alerts;
  private final ReceivedAlerts received;
  private final Ids ids;
  private final InstantSource clock;
  private final Pruning pruning = new Pruning("ended silences", this::removeOld);

  /// What somebody wants.
  ///
  /// @param id of a silence to change; empty for a new one
  public record Wanted(
      String id,
      List<Matcher> matchers,
      String author,
      String reason,
      long startsAtMillis,
      long endsAtMillis) {
    public Wanted {
      matchers = List.copyOf(matchers);
    }
  }

  public Silences(
      Database database, AlertBook alerts, ReceivedAlerts received, InstantSource clock) {
    this.database = database;
    this.alerts = alerts;
    this.received = received;
    this.ids = new Ids(clock);
    this.clock = clock;
  }

  /// Makes a silence, or changes one. Other matchers or another start make a new one of it, and the
  /// old one ends: what a silence has muted stays true.
  ///
  /// @return the silence as it is now
  /// @throws SilenceRefusal if it cannot be had
  public Silence put(Wanted wanted) {
    var errors = errors(wanted);
    if (!errors.isEmpty()) {
      throw SilenceRefusal.invalid(errors);
    }
    return database.transaction(
        transaction -> {
          long now = clock.millis();
          if (SilenceTable.count(transaction, now) >= OPEN_LIMIT) {
            throw SilenceRefusal.invalid(
                List.of(OPEN_LIMIT + " silences are open; end some, or match more with one"));
          }
          var id = ids.next();
          if (!wanted.id().isEmpty()) {
            var before =
                SilenceTable.find(transaction, wanted.id())
                    .orElseThrow(() -> SilenceRefusal.unknown("silence", wanted.id()));
            if (isSame(before, wanted, now)) {
              id = before.id();
            } else if (before.state(now) != Silence.State.EXPIRED) {
              SilenceTable.put(transaction, before.endingAt(now, now));
            }
          }
          var silence = silence(id, wanted, now);
          SilenceTable.put(transaction, silence);
          received.lookAgain(transaction);
          return silence;
        });
  }

  private static boolean isSame(Silence before, Wanted wanted, long nowMillis) {
    boolean sameStart =
        before.startsAtMillis() == wanted.startsAtMillis()
            || before.state(nowMillis) == Silence.State.ACTIVE
                && wanted.startsAtMillis() <= nowMillis;
    return before.state(nowMillis) != Silence.State.EXPIRED
        && sameStart
        && before.matchers().equals(wanted.matchers());
  }

  private static Silence silence(String id, Wanted wanted, long nowMillis) {
    return new Silence(
        id,
        wanted.matchers(),
        wanted.author(),
        wanted.reason(),
        wanted.startsAtMillis(),
        wanted.endsAtMillis(),
        nowMillis);
  }

  private List<String> errors(Wanted wanted) {
    var errors = new ArrayList<String>();
    errors.addAll(matcherErrors(wanted.matchers()));
    if (wanted.author().isBlank() || wanted.author().length() > TEXT_LIMIT) {
      errors.add("createdBy must have 1 to " + TEXT_LIMIT + " characters");
    }
    if (wanted.reason().isBlank() || wanted.reason().length() > TEXT_LIMIT) {
      errors.add("comment must have 1 to " + TEXT_LIMIT + " characters: say why");
    }
    if (wanted.endsAtMillis() <= wanted.startsAtMillis()) {
      errors.add("endsAt must be after startsAt");
    }
    if (wanted.endsAtMillis() <= clock.millis()) {
      errors.add("endsAt must not be in the past");
    }
    if (wanted.endsAtMillis() - clock.millis() > LONGEST.toMillis()) {
      errors.add("endsAt must be within ten years");
    }
    return errors;
  }

  static List<String> matcherErrors(List<Matcher> matchers) {
    var errors = new ArrayList<String>();
    if (matchers.isEmpty() || matchers.size() > MATCHER_LIMIT) {
      errors.add("matchers must be 1 to " + MATCHER_LIMIT);
    } else if (matchers.stream().allMatch(matcher -> matcher.matches(""))) {
      errors.add("at least one matcher must not match the empty text, or all would be silent");
    }
    for (var matcher : matchers) {
      if (matcher.name().isBlank() || matcher.value().length() > TEXT_LIMIT) {
        errors.add("a matcher has no name, or a value of more than " + TEXT_LIMIT + " characters");
      }
    }
    return errors;
  }

  /// Ends a silence now; one that has ended stays as it is.
  ///
  /// @throws SilenceRefusal if it does not exist
  public void expire(String id) {
    database.transaction(
        transaction -> {
          long now = clock.millis();
          var silence =
              SilenceTable.find(transaction, id)
                  .orElseThrow(() -> SilenceRefusal.unknown("silence", id));
          if (silence.state(now) != Silence.State.EXPIRED) {
            SilenceTable.put(transaction, silence.endingAt(now, now));
            received.lookAgain(transaction);
          }
          return id;
        });
  }

  /// Silences exactly these alerts, each by a silence of all its labels.
  ///
  /// @return how many
  /// @throws SilenceRefusal if one cannot be had
  public int putForAlerts(List<String> alertIds, String author, String reason, Duration length) {
    long now = clock.millis();
    var labels =
        alertIds.stream()
            .flatMap(id -> alerts.find(id).stream())
            .map(Alert::labels)
            .distinct()
            .toList();
    for (var one : labels) {
      var matchers =
          new TreeMap<>(one)
              .entrySet().stream()
                  .map(label -> Matcher.equal(label.getKey(), label.getValue()))
                  .toList();
      put(new Wanted("", matchers, author, reason, now, now + length.toMillis()));
    }
    return labels.size();
  }

  public Optional<Silence> find(String id) {
    return database.read(handle -> SilenceTable.find(handle, id));
  }

  /// Those that end after a moment, the soonest to end first.
  public List<Silence> endingAfter(long millis) {
    return database.read(handle -> SilenceTable.endingAfter(handle, millis));
  }

  /// The open alerts that matchers would mute now.
  public List<Alert> preview(List<Matcher> matchers) {
    return preview(labels -> SilenceMatcher.all(matchers, labels));
  }

  /// The open alerts whose labels something covers.
  public List<Alert> preview(Predicate<Map<String, String>> covers) {
    return alerts.open().stream()
        .filter(alert -> covers.test(alert.labels()))
        .limit(PREVIEW_LIMIT)
        .toList();
  }

  /// What a silence has muted, the newest first.
  public List<MutedAlert> muted(String id) {
    return database.read(handle -> MutedAlertTable.of(handle, Mute.Kind.SILENCE, id, MUTED_SHOWN));
  }

  /// How many alerts each silence has muted.
  public Map<String, Long> mutedCounts() {
    return database.read(handle -> MutedAlertTable.counts(handle, Mute.Kind.SILENCE));
  }

  private int removeOld(int limit) {
    long before = clock.millis() - KEPT.toMillis();
    return database.transaction(
        handle ->
            SilenceTable.deleteEndedBefore(handle, before, limit)
                + MutedAlertTable.deleteBefore(handle, before, limit));
  }

  public void start() {
    pruning.start();
  }

  public void stop() {
    pruning.stop();
  }
}
