package dev.tocsin.server.alert;

import dev.tocsin.server.alert.AlertCourse.Step;
import dev.tocsin.server.database.Ids;
import dev.tocsin.server.rule.AlertRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Enters one evaluation of one rule into the book, within a transaction. A listener is called only
/// for a row that this entry changed.
final class EvaluationEntry {
  private final AlertRule rule;
  private final long atMillis;
  private final Handle handle;
  private final AlertTable table;
  private final Surroundings surroundings;
  private final List<Episode> open = new ArrayList<>();
  private int refused;

  /// What is the same for every entry.
  record Surroundings(Ids ids, AlertOptions options, List<AlertListener> listeners) {}

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
    var told = told(after);
    if (table.update(told)) {
      tell(before, told);
    }
  }

  /// The episode, marked as told if its firing is to be told now.
  private Episode told(Episode episode) {
    boolean tellsNow = episode.isFiring() && !episode.wasTold() && !isQuiet(episode);
    return tellsNow ? episode.toldAt(atMillis) : episode;
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
        tell(new AlertChange.Resolved(alert));
      }
      return;
    }
    open.add(after);
    if (after.wasTold() && !before.wasTold()) {
      tell(new AlertChange.Fired(alert));
    }
  }

  private void tell(AlertChange change) {
    surroundings.listeners().forEach(listener -> listener.alertChanged(handle, change));
  }
}
