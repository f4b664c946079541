package dev.tocsin.server.alert;

import dev.tocsin.server.alert.AlertCourse.Step;
import dev.tocsin.server.database.Ids;
import dev.tocsin.server.rule.AlertRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Enters one evaluation of one rule into the book, within a transaction. A listener is called only
/// for a row that this entry changed.
final class EvaluationEntry {
  private final AlertRule rule;
  private final long atMillis;
  private final Handle handle;
  private final AlertTable table;
  private final Surroundings surroundings;
  private final List<Episode> open = new ArrayList<>();
  private final List<AlertChange> changes = new ArrayList<>();
  private AlertMutes.@Nullable Judge judge;
  private int refused;

  /// What is the same for every entry.
  record Surroundings(
      Ids ids, AlertOptions options, List<AlertListener> listeners, AlertMutes mutes) {
    void tell(Handle transaction, List<AlertChange> changes) {
      if (!changes.isEmpty()) {
        listeners.forEach(listener -> listener.alertsChanged(transaction, changes));
      }
    }
  }

  /// What an entry left open, and how many alerts it could not take.
  record Result(List<Episode> open, int refused) {}

  EvaluationEntry(AlertRule rule, long atMillis, Handle handle, Surroundings surroundings) {
    this.rule = rule;
    this.atMillis = atMillis;
    this.handle = handle;
    this.table = new AlertTable(handle);
    this.surroundings = surroundings;
  }

  Result enter(Findings findings) {
    var known = table.open(rule.key());
    known.stream()
        .filter(episode -> findings.unknown().contains(episode.fingerprint()))
        .forEach(open::add);
    var steps = new AlertCourse(rule, atMillis).steps(known, findings);
    boolean begins = steps.stream().anyMatch(step -> step instanceof Step.Begin);
    long room = begins ? surroundings.options().openLimit() - table.countOpen() : 0;
    for (var step : steps) {
      switch (step) {
        case Step.Begin(var episode) -> {
          if (room-- > 0) {
            begin(episode);
          } else {
            refused++;
          }
        }
        case Step.Update(var before, var after) -> update(before, after);
        case Step.Forget(var before) -> table.forget(before, atMillis);
      }
    }
    surroundings.tell(handle, changes);
    return new Result(List.copyOf(open), refused);
  }

  private void begin(Episode episode) {
    var named = episode.withId(surroundings.ids().next());
    var told = told(named);
    if (table.insert(rule.key(), told)) {
      tell(named, told);
    }
  }

  private void update(Episode before, Episode after) {
    var told = told(steadied(before, after));
    if (table.update(told)) {
      tell(before, told);
    }
  }

  /// A told alert that comes and goes is kept open instead of resolved, until its condition has not
  /// held for a while.
  private Episode steadied(Episode before, Episode after) {
    boolean resolves = after.alert().state() == AlertState.RESOLVED;
    var flapping = surroundings.options().flapping();
    if (!resolves || flapping.ends() == 0 || !before.isFiring()) {
      return after;
    }
    long quietFor = atMillis - after.keepFiringSinceMillis();
    boolean flaps = before.alert().details().isFlapping() || endsOften(after, flapping);
    if (!flaps || quietFor >= flapping.quiet().toMillis()) {
      return after;
    }
    return before.ceased(after.keepFiringSinceMillis(), atMillis, false).flapping(true);
  }

  private boolean endsOften(Episode episode, AlertOptions.Flapping flapping) {
    long since = atMillis - flapping.within().toMillis();
    return table.endedSince(rule.key(), episode.fingerprint(), since) + 1 >= flapping.ends();
  }

  /// The episode, marked as told if its firing is to be told now.
  private Episode told(Episode episode) {
    boolean tellsNow = episode.isFiring() && !episode.wasTold() && !isQuiet(episode);
    return tellsNow && !isMuted(episode) ? episode.toldAt(atMillis) : episode;
  }

  private boolean isMuted(Episode episode) {
    var now = judge;
    if (now == null) {
      now = surroundings.mutes().begin(handle, atMillis, table::firing);
      judge = now;
    }
    var mutes = now.of(episode.alert());
    if (!mutes.isEmpty()) {
      surroundings.mutes().record(handle, episode.alert(), mutes);
    }
    return !mutes.isEmpty();
  }

  private boolean isQuiet(Episode episode) {
    var cooldown = cooldown();
    if (cooldown.isZero()) {
      return false;
    }
    long last = table.lastNotified(rule.key(), episode.fingerprint());
    return last != 0 && atMillis - last < cooldown.toMillis();
  }

  private Duration cooldown() {
    return AlertRule.cooldown(rule.annotations()).orElse(surroundings.options().cooldown());
  }

  private void tell(Episode before, Episode after) {
    var alert = after.alert();
    if (alert.state() == AlertState.RESOLVED) {
      if (before.wasTold()) {
        changes.add(new AlertChange.Resolved(alert));
      }
      return;
    }
    open.add(after);
    if (after.wasTold() && !before.wasTold()) {
      changes.add(new AlertChange.Fired(alert));
    } else if (alert.details().isFlapping() && !before.alert().details().isFlapping()) {
      changes.add(new AlertChange.Flapping(alert));
    }
  }
}
