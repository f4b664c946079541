package dev.tocsin.server.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.alert.AlertChange;
import dev.tocsin.server.alert.AlertMutes;
import dev.tocsin.server.alert.AlertState;
import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.database.TestDatabases;
import dev.tocsin.server.incident.AutomaticIncidents;
import dev.tocsin.server.incident.EscalationTimer;
import dev.tocsin.server.incident.IncidentDesk;
import dev.tocsin.server.incident.IncidentOptions;
import dev.tocsin.server.route.RoutingOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From an alert over its route into the queue.
class RoutedDeliveryTest {
  @TempDir private Path folder;
  private DeliveryFixture fixture;

  @BeforeEach
  void open() {
    fixture =
        new DeliveryFixture(
            TestDatabases.sqlite(folder),
            Optional.empty(),
            new ScriptedChannel("chat"),
            new ScriptedChannel("pager"));
  }

  @AfterEach
  void close() {
    fixture.database.close();
  }

  private AutomaticIncidents routed(String yaml) {
    var problems = new Problems();
    var routing =
        RoutingOptions.read(
            ConfigFile.parse("t.yml", yaml, Map.of(), problems), List.of("chat", "pager"));
    problems.throwIfAny();
    var notifier = fixture.notifier.routedBy(routing);
    var desk =
        new IncidentDesk(
            fixture.database,
            fixture.timeline,
            _ -> true,
            List.of(notifier, new EscalationTimer(routing.escalation(), fixture.clock)),
            fixture.ids,
            fixture.clock);
    return new AutomaticIncidents(
            fixture.database,
            desk,
            fixture.timeline,
            _ -> true,
            IncidentOptions.defaults(),
            fixture.clock)
        .routedBy(routing, AlertMutes.NONE);
  }

  private Alert alert(String name, String... more) {
    var labels = new java.util.TreeMap<>(Map.of("alertname", name, "team", "shop"));
    for (int place = 0; place < more.length; place += 2) {
      labels.put(more[place], more[place + 1]);
    }
    long now = fixture.clock.millis();
    return new Alert(
        name, name, name, labels, Map.of(), AlertState.FIRING, 1, now, now, 0, now, null, 0);
  }

  private void tell(AutomaticIncidents automatic, AlertChange... changes) {
    fixture.database.transaction(
        transaction -> {
          automatic.alertsChanged(transaction, List.of(changes));
          return changes;
        });
  }

  private List<String> queue() {
    return fixture.log.list(Set.of(), 100, 0).deliveries().stream()
        .map(it -> it.channel() + " " + it.kind().text() + " " + it.state().text())
        .sorted()
        .toList();
  }

  @Test
  void onlyTheReceiversOfTheRouteHearOfIt() {
    var automatic =
        routed(
            """
            route:
              receiver: chat
              group_by: [team]
              group_wait: 0s
              routes: [{matchers: [severity=P1], receiver: pager}]
            """);
    tell(automatic, new AlertChange.Fired(alert("Low")));
    assertEquals(List.of("chat opened pending"), queue());
    tell(automatic, new AlertChange.Fired(alert("High", "severity", "P1")));
    assertTrue(queue().contains("pager opened pending"), queue().toString());
  }

  @Test
  void whatFiresDuringGroupWaitIsToldInOneMessage() {
    var automatic = routed("route: {receiver: chat, group_by: [team], group_wait: 30s}");
    tell(automatic, new AlertChange.Fired(alert("One")));
    fixture.clock.advance(Duration.ofSeconds(10));
    tell(automatic, new AlertChange.Fired(alert("Two")));

    assertEquals(List.of("chat opened pending"), queue());
    var message = fixture.only(DeliveryState.PENDING).message();
    assertEquals(ChangeKind.OPENED, message.event());
    assertEquals(
        List.of("One", "Two"),
        message.readings().stream().map(Message.Reading::alertName).sorted().toList());
  }

  @Test
  void whatEndsDuringGroupWaitIsNotToldAtAll() {
    var automatic = routed("route: {receiver: chat, group_by: [team], group_wait: 30s}");
    tell(automatic, new AlertChange.Fired(alert("One")));
    tell(automatic, new AlertChange.Resolved(alert("One")));
    assertEquals(List.of("chat opened muted"), queue());
  }

  @Test
  void aReceiverThatIsMuteHearsOfItWhenItsTimeComes() {
    var automatic =
        routed(
            """
            time_intervals: [{name: always, time_intervals: [{years: ["1970:2020"]}]}]
            route: {receiver: chat, group_wait: 0s, active_time_intervals: [always]}
            """);
    tell(automatic, new AlertChange.Fired(alert("One", "severity", "P1")));
    long waits = fixture.only(DeliveryState.PENDING).nextAttemptMillis();
    assertTrue(waits > fixture.clock.millis(), waits + " " + fixture.clock.millis());
  }

  @Test
  void aRouteTakesKeysByPattern() {
    var automatic =
        routed(
            """
            route:
              receiver: chat
              group_wait: 0s
              routes: [{keys: ["llm-gateway.pricing.zero-cost.*"], receiver: pager}]
            """);
    tell(automatic, new AlertChange.Fired(alert("llm-gateway.pricing.zero-cost.some-model")));
    assertEquals(List.of("pager opened pending"), queue());
    tell(automatic, new AlertChange.Fired(alert("llm-gateway.pricing.zero-costs")));
    assertTrue(queue().contains("chat opened pending"), queue().toString());
  }

  private Alert paging(String name, String severity) {
    var plain = alert(name, "severity", severity);
    long now = fixture.clock.millis();
    var on = Map.of(Alert.PAGING, "on");
    return new Alert(
        name, name, name, plain.labels(), on, AlertState.FIRING, 1, now, now, 0, now, null, 0);
  }

  @Test
  void whatMustPageOpensAnIncidentAndLeavesByThePagingChannelsWhateverTheRoutesSay() {
    var quiet = routed("route: {receiver: chat, group_wait: 30s, group_by: [alertname]}");
    tell(quiet, new AlertChange.Fired(paging("crawl.stuck", "P3")));

    assertEquals(List.of("chat opened pending", "pager opened pending"), queue());
  }

  @Test
  void withoutRoutesWhatMustPageOpensAnIncidentWhateverItsSeverity() {
    var automatic = routed("{}");
    tell(automatic, new AlertChange.Fired(alert("images.slow", "severity", "P4")));
    assertEquals(List.of(), queue());
    tell(automatic, new AlertChange.Fired(paging("crawl.stuck", "P4")));
    assertEquals(2, queue().size());
  }

  @Test
  void whatMustPageIsToldAnewWhenItJoinsAnIncidentOfOthers() throws Exception {
    var automatic = routed("route: {receiver: chat, group_wait: 0s, group_by: [team]}");
    tell(automatic, new AlertChange.Fired(alert("images.slow", "severity", "P2")));
    fixture.worker.runOnce();
    tell(automatic, new AlertChange.Fired(paging("crawl.stuck", "P2")));

    assertTrue(queue().contains("pager escalated pending"), queue().toString());
  }

  @Test
  void whoeverAnIncidentWasEscalatedToHearsWhoTakesItAndItsEnd() throws Exception {
    var automatic =
        routed(
            """
            receivers: [{name: manager, channels: [pager]}]
            route: {receiver: chat, group_wait: 0s}
            escalation: {steps: [{after: 5m, receivers: [manager]}]}
            """);
    tell(automatic, new AlertChange.Fired(alert("Down", "severity", "P1")));
    fixture.worker.runOnce();
    fixture.clock.advance(Duration.ofMinutes(5));
    automatic.tick();
    automatic.tick();
    assertTrue(queue().contains("pager escalated pending"), queue().toString());
    fixture.worker.runOnce();

    tell(automatic, new AlertChange.Resolved(alert("Down", "severity", "P1")));

    assertEquals(
        List.of(
            "chat escalated delivered",
            "chat opened delivered",
            "chat resolved pending",
            "pager escalated delivered",
            "pager resolved pending"),
        queue());
  }
}
