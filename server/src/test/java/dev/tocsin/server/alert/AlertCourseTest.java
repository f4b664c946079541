package dev.tocsin.server.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tocsin.server.alert.AlertCourse.Sighting;
import dev.tocsin.server.alert.AlertCourse.Step;
import dev.tocsin.server.config.DurationText;
import dev.tocsin.server.rule.Rules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertCourseTest {
  private static final long START = 1_000_000_000;

  /// Evaluations as `second:condition`, such as `0:1` for "holds at second 0"; the answer is the
  /// state after each: `-` none, `P` pending, `F` firing, `R` resolved by this one.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          fires at once without a hold time, 0s, 0s,  0:1 5:1 10:0 15:0, F F R -
          fires at the hold time and not just before, 30s, 0s,  0:1 29.999:1 30:1 31:0, P P F R
          fires after the hold time if none was at it, 30s, 0s,  0:1 29:1 44:1, P P F
          one good evaluation begins the time anew, 30s, 0s,  0:1 20:1 25:0 30:1 55:1 60:1, P P - P P F
          a pending alert that ends is forgotten, 30s, 0s,  0:1 15:0 30:0, P - -
          keeps firing until just before the time, 0s, 20s, 0:1 5:0 24.999:0 25:0, F F F R
          a condition that returns ends keep-firing, 0s, 20s, 0:1 5:0 20:1 25:0 44:0 45:0, F F F F F R
          keep-firing does not help a pending alert, 30s, 20s, 0:1 15:0, P -
          a repeated evaluation changes nothing, 30s, 0s,  0:1 0:0 30:1 30:0 29:0, P P F F F
          fires again as a new episode, 0s, 0s,  0:1 5:0 10:1, F R F
          an outage within tolerance counts as held, 30s, 0s,  0:1 3600:1, P F
          a longer outage begins the hold time anew, 30s, 0s,  0:1 3600.001:1 3631:1, P P F
          an outage does not end a firing alert, 30s, 0s,  0:1 30:1 9000:1 9001:0, P F F R
          """)
  void follows(String name, String hold, String keep, String evaluations, String states) {
    var rule = Rules.alert("A", duration(hold), duration(keep));
    List<Episode> open = List.of();
    var seen = new ArrayList<String>();
    for (var evaluation : evaluations.strip().split("\\s+")) {
      var parts = evaluation.split(":");
      long at = START + Math.round(Double.parseDouble(parts[0]) * 1000);
      var sightings = parts[1].equals("1") ? List.of(sighting("a")) : List.<Sighting>of();
      var steps = new AlertCourse(rule, at).steps(open, Findings.of(sightings));
      open = applied(open, steps);
      seen.add(open.isEmpty() ? "-" : open.getFirst().alert().state().name().substring(0, 1));
      open = open.stream().filter(it -> it.alert().state() != AlertState.RESOLVED).toList();
    }
    assertEquals(states.strip(), String.join(" ", seen), name);
  }

  private static List<Episode> applied(List<Episode> open, List<Step> steps) {
    var after = new ArrayList<>(open);
    for (var step : steps) {
      switch (step) {
        case Step.Begin(var episode) -> after.add(episode);
        case Step.Update(var before, var episode) -> {
          after.remove(before);
          after.add(episode);
        }
        case Step.Forget(var before) -> after.remove(before);
      }
    }
    return after;
  }

  private static Duration duration(String text) {
    return DurationText.parse(text).orElseThrow();
  }

  private static Sighting sighting(String fingerprint) {
    return new Sighting(fingerprint, Map.of("x", fingerprint), Map.of(), 1);
  }

  @Test
  void eachSeriesTakesItsOwnCourse() {
    var rule = Rules.alert("A", Duration.ofSeconds(10), Duration.ZERO);
    var first =
        applied(
            List.of(),
            new AlertCourse(rule, START).steps(List.of(), Findings.of(List.of(sighting("a")))));
    var both = List.of(sighting("a"), sighting("b"));
    var later =
        applied(first, new AlertCourse(rule, START + 10_000).steps(first, Findings.of(both)))
            .stream()
            .map(episode -> episode.fingerprint() + " " + episode.alert().state())
            .toList();
    assertEquals(List.of("b PENDING", "a FIRING"), later.reversed());
  }

  @Test
  void aFiringAlertKeepsItsTimesAndItsAcknowledgement() {
    var rule = Rules.alert("A", Duration.ZERO, Duration.ZERO);
    var alert =
        new Alert(
            "id",
            "a",
            "A",
            Map.of(),
            Map.of(),
            AlertState.FIRING,
            1,
            START,
            START,
            0,
            START,
            "ann",
            START + 5);
    var steps =
        new AlertCourse(rule, START + 9)
            .steps(List.of(new Episode(alert, 0, START)), Findings.of(List.of(sighting("a"))));
    var after = ((Step.Update) steps.getFirst()).after();
    assertEquals(START, after.alert().firedAtMillis());
    assertEquals("ann", after.alert().acknowledgedBy());
    assertEquals(START, after.notifiedAtMillis());
    assertEquals(START + 9, after.alert().lastEvaluatedMillis());
  }
}
