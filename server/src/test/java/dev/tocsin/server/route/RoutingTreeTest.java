package dev.tocsin.server.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problems;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The tree that Alertmanager's documentation has as its example, and what surrounds it.
class RoutingTreeTest {
  private static final List<String> CHANNELS = List.of("chat", "pager", "mail");
  private static final String TREE =
      """
      receivers:
        - {name: default, channels: [chat]}
        - {name: db-pager, channels: [pager, mail]}
        - {name: frontend, channels: [mail]}
      time_intervals:
        - name: nights
          time_intervals:
            - {times: [{start_time: "00:00", end_time: "07:00"}], location: Europe/Vienna}
            - {weekdays: ["saturday", "sunday"], location: Europe/Vienna}
      route:
        receiver: default
        group_by: [alertname, cluster]
        group_wait: 10s
        routes:
          - matchers: ['service=~"mysql|cassandra"']
            receiver: db-pager
            group_wait: 1s
          - match: {team: frontend}
            receiver: frontend
            group_by: [product]
            continue: true
            mute_time_intervals: [nights]
            routes:
              - {match_re: {severity: "P[12]"}, receiver: pager}
          - {matchers: [team=frontend], repeat_interval: 1h}
      """;

  private static RoutingOptions read(String yaml) {
    var problems = new Problems();
    var section = ConfigFile.parse("test.yml", yaml, Map.of(), problems);
    var options = RoutingOptions.read(section, CHANNELS);
    problems.throwIfAny();
    return options;
  }

  private static List<String> receivers(RoutingTree.Found found) {
    return found.plan().legs().stream().map(Plan.Leg::receiver).toList();
  }

  @Test
  void theDeepestRouteThatMatchesTakesAnAlert() {
    var tree = read(TREE).tree();
    assertEquals(List.of("default"), receivers(tree.find(Map.of("alertname", "Other"))));
    var database = tree.find(Map.of("alertname", "Slow", "service", "mysql", "cluster", "a"));
    assertEquals(List.of("db-pager"), receivers(database));
    assertEquals(Duration.ofSeconds(1), database.plan().groupWait());
    assertEquals(Plan.USUAL_REPEAT, database.plan().repeatInterval());
    assertEquals(Map.of("alertname", "Slow", "cluster", "a"), database.groupLabels());
  }

  @Test
  void aRouteThatContinuesAddsTheReceiversOfTheNext() {
    var tree = read(TREE).tree();
    var found = tree.find(Map.of("team", "frontend", "severity", "P1", "product", "shop"));
    assertEquals(List.of("pager", "default"), receivers(found));
    assertEquals(List.of("0.1.0", "0.2"), found.paths());
    assertEquals(Map.of("product", "shop"), found.groupLabels());
    assertEquals(List.of("frontend", "default"), receivers(tree.find(Map.of("team", "frontend"))));
  }

  @Test
  void alertsOfTheSameGroupLabelsShareAKeyAndOthersDoNot() {
    var tree = read(TREE).tree();
    var first = tree.find(Map.of("alertname", "Down", "cluster", "a", "instance", "1"));
    var second = tree.find(Map.of("alertname", "Down", "cluster", "a", "instance", "2"));
    var other = tree.find(Map.of("alertname", "Down", "cluster", "b", "instance", "1"));
    assertEquals(first.groupKey(), second.groupKey());
    assertTrue(first.groupKey().isPresent());
    assertTrue(!first.groupKey().equals(other.groupKey()));
  }

  @Test
  void groupingByEverythingGivesEachAlertItsOwnKey() {
    var tree = read("route: {receiver: chat, group_by: ['...']}").tree();
    assertTrue(
        !tree.find(Map.of("instance", "1"))
            .groupKey()
            .equals(tree.find(Map.of("instance", "2")).groupKey()));
  }

  @Test
  void withoutRoutesTheUsualKeyAndTheUsualReceiversAreMeant() {
    var found = read("{}").tree().find(Map.of("alertname", "Down"));
    assertEquals(Optional.empty(), found.groupKey());
    assertEquals(List.of(), found.plan().legs());
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    var failure =
        assertThrows(
            RuntimeException.class,
            () ->
                read(
                    """
                    receivers: [{name: a, channels: [nope]}]
                    time_intervals: [{name: n, time_intervals: [{weekdays: [noday]}]}]
                    route:
                      receiver: b
                      mute_time_intervals: [m]
                      routes: [{matchers: ["a=~("], zzz: 1}]
                    """));
    var text = String.valueOf(failure.getMessage());
    for (var part :
        List.of(
            "channel \"nope\"",
            "noday",
            "receiver \"b\"",
            "interval \"m\"",
            "bad regular expression",
            "zzz")) {
      assertTrue(text.contains(part), part + " in " + text);
    }
  }

  @Test
  void anIntervalKnowsItsTimeZoneAndWhenItEnds() {
    var nights = read(TREE).intervals(List.of("nights"));
    // A Wednesday in summer: Vienna is two hours ahead of UTC.
    assertTrue(Recurrence.anyContains(nights, Instant.parse("2026-07-01T04:59:59Z")));
    assertTrue(!Recurrence.anyContains(nights, Instant.parse("2026-07-01T05:00:00Z")));
    assertEquals(
        Optional.of(Instant.parse("2026-07-01T05:00:00Z")),
        TimeInterval.endOf(nights, Instant.parse("2026-07-01T03:12:30Z")));
    // From Friday's midnight over the weekend to Monday's morning.
    assertEquals(
        Optional.of(Instant.parse("2026-07-06T05:00:00Z")),
        TimeInterval.endOf(nights, Instant.parse("2026-07-03T22:30:00Z")));
  }

  @Test
  void daysAtTheEndOfAMonthCountBackwards() {
    var last =
        read("time_intervals: [{name: n, time_intervals: [{days_of_month: ['-2:-1']}]}]")
            .intervals(List.of("n"));
    assertTrue(Recurrence.anyContains(last, Instant.parse("2026-02-27T12:00:00Z")));
    assertTrue(!Recurrence.anyContains(last, Instant.parse("2026-02-26T12:00:00Z")));
    assertTrue(Recurrence.anyContains(last, Instant.parse("2026-01-31T12:00:00Z")));
  }

  @Test
  void matchersAreReadAsAlertmanagerWritesThem() {
    var matchers =
        MatcherText.parse("{foo=\"a,b\", bar!~ \"x|y\" , baz != q, dotted.name=~\".+\"}");
    assertEquals(
        "foo=\"a,b\", bar!~\"x|y\", baz!=\"q\", dotted.name=~\".+\"", MatcherText.print(matchers));
    assertEquals(matchers, MatcherText.parse(MatcherText.print(matchers)));
    assertThrows(IllegalArgumentException.class, () -> MatcherText.parse("foo"));
    assertThrows(IllegalArgumentException.class, () -> MatcherText.parse("a=\"b\" c=\"d\""));
    assertTrue(MatcherText.all(MatcherText.parse("absent=\"\""), Map.of()));
  }

  @Test
  void whatNeedsTheSameIsRelatedThroughIt() {
    var services =
        new Dependencies(
            Map.of("checkout", List.of("payments"), "payments", List.of("stripe-api")));
    assertEquals(Set.of("checkout", "payments", "stripe-api"), services.related("stripe-api"));
    assertEquals(Set.of("search"), services.related("search"));
    assertTrue(services.needs("checkout", "stripe-api"));
    assertTrue(!services.needs("stripe-api", "checkout"));
  }

  @Test
  void aCircleOfServicesEnds() {
    var services = new Dependencies(Map.of("a", List.of("b"), "b", List.of("a")));
    assertEquals(Set.of("a", "b"), services.related("a"));
  }
}
