package dev.tocsin.server.alert;

import dev.tocsin.server.rule.AlertRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// What becomes of the alerts of one rule when an evaluation says for which series its condition
/// holds. Pure: the caller stores the steps and tells of them.
///
/// A condition that is new begins an episode, pending. When it has held for the rule's hold time,
/// the alert fires; that may be at once. When it ceases to hold, a pending episode is forgotten,
/// and a firing one resolves after the rule's keep-firing time. An evaluation counts only if it is
/// newer than what is stored, so a repeated one changes nothing. An episode of which nothing is
/// known stays untouched, as if it had not been evaluated.
///
/// If nothing was evaluated for longer than [#OUTAGE_TOLERANCE], nobody knows whether a pending
/// condition has held meanwhile, and its hold time begins again.
final class AlertCourse {
  static final Duration OUTAGE_TOLERANCE = Duration.ofHours(1);

  private final AlertRule rule;
  private final long atMillis;

  AlertCourse(AlertRule rule, long atMillis) {
    this.rule = rule;
    this.atMillis = atMillis;
  }

  /// One series for which the condition holds, with its texts made out.
  record Sighting(
      String fingerprint,
      Map<String, String> labels,
      Map<String, String> annotations,
      double value) {}

  /// What to do with one alert.
  sealed interface Step {
    /// A condition seen for the first time; the episode has no id yet.
    record Begin(Episode episode) implements Step {}

    record Update(Episode before, Episode after) implements Step {}

    /// A pending alert whose condition ceased to hold; nobody has heard of it.
    record Forget(Episode before) implements Step {}
  }

  List<Step> steps(List<Episode> open, Findings findings) {
    var known = new HashMap<String, Episode>();
    open.forEach(episode -> known.put(episode.fingerprint(), episode));
    var seen = new HashSet<String>();
    var steps = new ArrayList<Step>();
    for (var sighting : findings.sightings()) {
      seen.add(sighting.fingerprint());
      var episode = known.get(sighting.fingerprint());
      if (episode == null) {
        steps.add(new Step.Begin(begun(sighting)));
      } else if (isNews(episode)) {
        steps.add(new Step.Update(episode, held(episode, sighting)));
      }
    }
    seen.addAll(findings.unknown());
    for (var episode : open) {
      if (!seen.contains(episode.fingerprint()) && isNews(episode)) {
        steps.add(
            episode.isPending()
                ? new Step.Forget(episode)
                : new Step.Update(episode, ceased(episode)));
      }
    }
    return steps;
  }

  private boolean isNews(Episode episode) {
    return atMillis > episode.alert().lastEvaluatedMillis();
  }

  private Episode begun(Sighting sighting) {
    boolean fires = rule.hold().isZero();
    return new Episode(
        new Alert(
            "",
            sighting.fingerprint(),
            rule.name(),
            sighting.labels(),
            sighting.annotations(),
            fires ? AlertState.FIRING : AlertState.PENDING,
            sighting.value(),
            atMillis,
            fires ? atMillis : 0,
            0,
            atMillis,
            null,
            0),
        0,
        0);
  }

  private Episode held(Episode before, Sighting sighting) {
    var alert = before.alert();
    long since = alert.activeSinceMillis();
    boolean unwatched = atMillis - alert.lastEvaluatedMillis() > OUTAGE_TOLERANCE.toMillis();
    if (before.isPending() && unwatched) {
      since = atMillis;
    }
    boolean fires = before.isFiring() || atMillis - since >= rule.hold().toMillis();
    long firedAt = before.isFiring() ? alert.firedAtMillis() : fires ? atMillis : 0;
    return new Episode(
        new Alert(
            alert.id(),
            alert.fingerprint(),
            alert.ruleName(),
            sighting.labels(),
            sighting.annotations(),
            fires ? AlertState.FIRING : AlertState.PENDING,
            sighting.value(),
            since,
            firedAt,
            0,
            atMillis,
            alert.acknowledgedBy(),
            alert.acknowledgedAtMillis(),
            alert.details()),
        0,
        before.notifiedAtMillis());
  }

  /// The condition of a firing alert does not hold now.
  private Episode ceased(Episode before) {
    long since = before.keepFiringSinceMillis() == 0 ? atMillis : before.keepFiringSinceMillis();
    boolean resolves = atMillis - since >= rule.keepFiring().toMillis();
    return before.ceased(since, atMillis, resolves);
  }
}
