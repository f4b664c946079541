package dev.tocsin.server.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.alert.AlertChange;
import dev.tocsin.server.alert.AlertMutes;
import dev.tocsin.server.alert.Mute;
import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.route.RoutingOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What incidents must do on every database.
abstract class IncidentContract {
  private static final Author ADA = IncidentFixture.ADA;
  private static final Author BOB = new Author("user-2", "Bob");

  private IncidentFixture fixture;

  abstract Database database();

  @BeforeEach
  void open() {
    fixture = new IncidentFixture(database());
  }

  @AfterEach
  void close() {
    fixture.database.close();
  }

  @Test
  void anOpenedIncidentBeginsItsTimelineWithTheDescription() {
    var incident = fixture.open();

    assertEquals(IncidentStatus.INVESTIGATING, incident.status());
    assertEquals(List.of("checkout"), incident.servicesAffected());
    assertTrue(incident.isPublic());
    var first = incident.timeline().getFirst();
    assertEquals(new TimelineEntry(fixture.clock.millis(), "opened", "Orders fail", "Ada"), first);
    assertEquals(incident, fixture.desk.find(incident.id()).orElseThrow());
  }

  @Test
  void allThatIsWrongWithANewIncidentIsSaidAtOnce() {
    var wanted = new NewIncident(" ", "", Severity.P1, List.of("nope"));

    var refusal = assertThrows(IncidentRefusal.class, () -> fixture.desk.open(wanted, ADA));

    assertEquals(IncidentRefusal.Reason.INVALID, refusal.reason());
    assertEquals(3, refusal.errors().size());
    assertTrue(refusal.errors().get(2).contains("\"nope\""));
  }

  @Test
  void notesOfManyPeopleAtOnceAreAllKept() throws InterruptedException {
    var id = fixture.open().id();
    var writers =
        IntStream.range(0, 8)
            .mapToObj(
                writer ->
                    Thread.ofVirtual()
                        .start(
                            () -> {
                              for (int i = 0; i < 5; i++) {
                                fixture.desk.note(id, "note " + writer + "/" + i, ADA);
                              }
                            }))
            .toList();
    for (var writer : writers) {
      writer.join();
    }

    var texts =
        new ArrayList<>(
            fixture.desk.find(id).orElseThrow().timeline().stream()
                .map(TimelineEntry::update)
                .toList());
    assertEquals(41, texts.size());
    assertEquals(41, Set.copyOf(texts).size());
    assertEquals(41, fixture.changes.size());
    assertEquals(41, fixture.grown.size());
  }

  @Test
  void theFirstWhoAcknowledgesKeepsIt() {
    var id = fixture.open().id();

    fixture.desk.acknowledge(id, ADA);
    fixture.clock.advance(Duration.ofSeconds(1));
    var after = fixture.desk.acknowledge(id, BOB);

    assertEquals("user-1", after.acknowledgedBy());
    assertEquals("Ada", after.acknowledgedName().orElseThrow());
    assertEquals(List.of("opened", "acknowledged"), fixture.kinds(id));
    assertEquals(2, fixture.changes.size());
  }

  @Test
  void resolvingByEitherWayTwiceLeavesOneEntry() {
    var id = fixture.open().id();
    fixture.desk.update(id, IncidentStatus.MONITORING, "fix is out", ADA);
    fixture.clock.advance(Duration.ofMinutes(1));

    var resolved = fixture.desk.update(id, IncidentStatus.RESOLVED, "all good", ADA);
    fixture.clock.advance(Duration.ofMinutes(1));
    var again = fixture.desk.resolve(id, "", BOB);

    assertEquals(resolved.resolvedAtMillis(), again.resolvedAtMillis());
    assertEquals(List.of("opened", "status", "resolved"), fixture.kinds(id));
    assertEquals(
        IncidentRefusal.Reason.CONFLICT,
        assertThrows(
                IncidentRefusal.class,
                () -> fixture.desk.update(id, IncidentStatus.MONITORING, "back", ADA))
            .reason());
  }

  @Test
  void aPostmortemMustBeAWebAddress() {
    var id = fixture.open().id();

    assertThrows(
        IncidentRefusal.class, () -> fixture.desk.postmortem(id, "javascript:alert(1)", ADA));
    var linked = fixture.desk.postmortem(id, "https://wiki.example/pm/1", ADA);

    assertEquals("https://wiki.example/pm/1", linked.postmortemUrl());
  }

  @Test
  void anActionOnAnUnknownIncidentIsRefused() {
    var refusal = assertThrows(IncidentRefusal.class, () -> fixture.desk.note("none", "text", ADA));

    assertEquals(IncidentRefusal.Reason.NOT_FOUND, refusal.reason());
  }

  @Test
  void theListIsFilteredAndPaged() {
    var first = fixture.open().id();
    for (int i = 0; i < 3; i++) {
      fixture.clock.advance(Duration.ofSeconds(1));
      fixture.open();
    }
    fixture.desk.resolve(first, "", ADA);

    var open = fixture.desk.list(IncidentFilter.open(2));
    var resolved =
        fixture.desk.list(
            new IncidentFilter(
                Set.of(IncidentStatus.RESOLVED), Set.of(Severity.P2, Severity.P1), 10, 0));
    var none = fixture.desk.list(new IncidentFilter(Set.of(), Set.of(Severity.P4), 10, 0));

    assertEquals(3, open.total());
    assertEquals(2, open.incidents().size());
    assertEquals(List.of(first), resolved.incidents().stream().map(Incident::id).toList());
    assertEquals(0, none.total());
  }

  @Test
  void whatAListenerRefusesDoesNotHappen() {
    var broken =
        new IncidentFixture(
            fixture.database,
            (_, _) -> {
              throw new IllegalStateException("no");
            });

    assertThrows(IllegalStateException.class, broken::open);

    assertEquals(0, fixture.desk.list(IncidentFilter.newest(10)).total());
    assertEquals(List.of(), broken.grown);
  }

  private void tell(AutomaticIncidents automatic, AlertChange change) {
    fixture.database.transaction(
        transaction -> {
          automatic.alertChanged(transaction, change);
          return change;
        });
  }

  private Incident only() {
    var found = fixture.desk.list(IncidentFilter.newest(10));
    assertEquals(1, found.total());
    return found.incidents().getFirst();
  }

  @Test
  void anAlertOpensAnIncidentWithCauseAndRunbook() {
    var automatic = fixture.automatic(Duration.ZERO);

    tell(
        automatic,
        new AlertChange.Fired(fixture.alert("a", "PaymentsFail", "P1", "checkout, warehouse")));

    var incident = only();
    assertEquals("PaymentsFail on checkout, warehouse", incident.title());
    assertEquals(Severity.P1, incident.severity());
    assertEquals(List.of("checkout"), incident.servicesAffected());
    assertTrue(incident.description().contains("warehouse"));
    assertEquals("The payment provider does not answer", incident.cause());
    assertEquals("https://runbooks.example/payments", incident.runbookUrl());
    assertEquals(0.25, incident.alerts().getFirst().value());
    assertEquals(List.of("opened", "alert_fired"), fixture.kinds(incident.id()));
  }

  @Test
  void anAlertOfLowSeverityOpensNothing() {
    tell(
        fixture.automatic(Duration.ZERO),
        new AlertChange.Fired(fixture.alert("a", "Slow", "P3", "search")));

    assertEquals(0, fixture.desk.list(IncidentFilter.newest(10)).total());
  }

  @Test
  void anotherFiringOfTheSameKeyAttachesAndTheIncidentResolvesWhenAllHaveRecovered() {
    var automatic = fixture.automatic(Duration.ZERO);
    var first = fixture.alert("a", "PaymentsFail", "P2", "checkout");
    var second = fixture.alert("b", "PaymentsFail", "P1", "checkout");
    tell(automatic, new AlertChange.Fired(first));
    tell(automatic, new AlertChange.Fired(second));

    assertEquals(Severity.P1, only().severity());
    tell(automatic, new AlertChange.Resolved(first));
    tell(automatic, new AlertChange.Resolved(first));
    assertTrue(only().isOpen());
    tell(automatic, new AlertChange.Resolved(second));

    var incident = only();
    assertFalse(incident.isOpen());
    assertEquals(
        List.of(
            "opened",
            "alert_fired",
            "alert_fired",
            "severity",
            "alert_resolved",
            "alert_resolved",
            "resolved"),
        fixture.kinds(incident.id()));
    tell(automatic, new AlertChange.Fired(first));
    assertEquals(2, fixture.desk.list(IncidentFilter.newest(10)).total());
  }

  @Test
  void theWaitBeforeAnAutomaticResolveStartsAgainWhenTheAlertComesBack() {
    var automatic = fixture.automatic(Duration.ofMinutes(5));
    var alert = fixture.alert("a", "PaymentsFail", "P1", "checkout");
    tell(automatic, new AlertChange.Fired(alert));
    tell(automatic, new AlertChange.Resolved(alert));
    fixture.clock.advance(Duration.ofMinutes(4));
    tell(automatic, new AlertChange.Fired(alert));
    fixture.clock.advance(Duration.ofMinutes(4));
    automatic.tick();
    assertTrue(only().isOpen());

    tell(automatic, new AlertChange.Resolved(alert));
    fixture.clock.advance(Duration.ofMinutes(5));
    automatic.tick();
    automatic.tick();

    assertFalse(only().isOpen());
    assertEquals("Resolved: all alerts recovered", only().timeline().getLast().update());
  }

  @Test
  void anIncidentOpenedByHandGetsNoAlertsAndStaysOpen() {
    var id = fixture.open().id();
    var automatic = fixture.automatic(Duration.ZERO);
    var alert = fixture.alert("a", "Checkout fails", "P1", "checkout");
    tell(automatic, new AlertChange.Fired(alert));
    tell(automatic, new AlertChange.Resolved(alert));

    assertTrue(fixture.desk.find(id).orElseThrow().isOpen());
    assertEquals(2, fixture.desk.list(IncidentFilter.newest(10)).total());
  }

  private static RoutingOptions routing(String yaml) {
    var problems = new Problems();
    var options =
        RoutingOptions.read(
            ConfigFile.parse("t.yml", yaml, Map.of(), problems), List.of("chat", "pager"));
    problems.throwIfAny();
    return options;
  }

  private AutomaticIncidents routed(String yaml) {
    return fixture.automatic(Duration.ZERO).routedBy(routing(yaml), AlertMutes.NONE);
  }

  @Test
  void theOutageOfAProviderIsOneIncidentWhicheverRuleSeesIt() {
    var automatic = fixture.automatic(Duration.ZERO);
    tell(automatic, new AlertChange.Fired(fixture.alert("a", "PaymentsFail", "P1", "stripe-api")));
    var health = fixture.alert("b", "HealthCheckFailure", "P1", "stripe-api");
    tell(automatic, new AlertChange.Fired(health));
    assertEquals(2, only().alerts().size());
    tell(automatic, new AlertChange.Fired(fixture.alert("c", "Slow", "P1", "search")));
    assertEquals(2, fixture.desk.list(IncidentFilter.newest(10)).total());
  }

  @Test
  void servicesThatNeedTheBrokenOneJoinItsIncidentWhicheverFailsFirst() {
    var automatic = routed("dependencies: {checkout: [payments], payments: [stripe-api]}");
    var checkout = fixture.alert("a", "OrdersFail", "P2", "checkout");
    tell(automatic, new AlertChange.Fired(checkout));
    tell(automatic, new AlertChange.Fired(fixture.alert("b", "Down", "P1", "stripe-api")));

    var incident = only();
    assertEquals(Severity.P1, incident.severity());
    assertTrue(
        incident.timeline().stream()
            .anyMatch(line -> line.update().contains("checkout needs stripe-api")),
        incident.timeline().toString());
    tell(automatic, new AlertChange.Resolved(checkout));
    assertTrue(only().isOpen());
  }

  @Test
  void aRouteSaysWhatBelongsTogetherAndOpensIncidentsOfAnySeverity() {
    var automatic = routed("{route: {receiver: chat, group_by: [code], repeat_interval: 0s}}");
    tell(automatic, new AlertChange.Fired(fixture.alert("a", "One", "P4", "search")));
    tell(automatic, new AlertChange.Fired(fixture.alert("b", "Two", "P4", "search")));
    tell(automatic, new AlertChange.Fired(fixture.alert("b", "Three", "P4", "checkout")));

    var found = fixture.desk.list(IncidentFilter.newest(10)).incidents();
    assertEquals(2, found.size());
    assertEquals("chat", found.getFirst().plan().legs().getFirst().receiver());
  }

  @Test
  void aStormOfOneGroupCostsOneMessageAndAFewLines() {
    var automatic = fixture.automatic(Duration.ZERO);
    var storm =
        IntStream.range(0, 1_000)
            .<AlertChange>mapToObj(
                it -> new AlertChange.Fired(fixture.alert("f" + it, "Down", "P1", "search")))
            .toList();
    fixture.database.transaction(
        transaction -> {
          automatic.alertsChanged(transaction, storm);
          return storm;
        });

    assertEquals(1, fixture.changes.size());
    var incident = only();
    assertEquals("1000 alerts fired: Down ×1000", incident.timeline().getLast().update());
    assertEquals(200, incident.alerts().size());
    var ends = storm.stream().<AlertChange>map(it -> new AlertChange.Resolved(it.alert())).toList();
    fixture.database.transaction(
        transaction -> {
          automatic.alertsChanged(transaction, ends);
          return ends;
        });
    assertFalse(only().isOpen());
  }

  @Test
  void nobodyIsRemindedOnceSomebodyHasIt() {
    var automatic = routed("{route: {receiver: chat, repeat_interval: 1h}}");
    tell(automatic, new AlertChange.Fired(fixture.alert("a", "Down", "P1", "search")));
    fixture.clock.advance(Duration.ofMinutes(59));
    automatic.tick();
    assertEquals(1, fixture.changes.size());
    fixture.clock.advance(Duration.ofMinutes(1));
    automatic.tick();
    automatic.tick();
    assertTrue(fixture.changes.getLast() instanceof IncidentChange.Reminded);
    assertEquals(2, fixture.changes.size());

    fixture.desk.acknowledge(only().id(), ADA);
    fixture.clock.advance(Duration.ofHours(2));
    automatic.tick();
    assertEquals(3, fixture.changes.size());
  }

  @Test
  void whatIsMutedIsNotRemindedOf() {
    var mutes =
        new AlertMutes() {
          @Override
          public Judge begin(Handle handle, long nowMillis, Function<String, List<Alert>> firing) {
            return _ -> List.of(new Mute(Mute.Kind.SILENCE, "s", "silenced", 0));
          }

          @Override
          public void record(Handle transaction, Alert alert, List<Mute> all) {}
        };
    var automatic = fixture.automatic(Duration.ZERO).routedBy(RoutingOptions.none(), mutes);
    tell(automatic, new AlertChange.Fired(fixture.alert("a", "Down", "P1", "search")));
    fixture.clock.advance(Duration.ofHours(5));
    automatic.tick();
    assertEquals(1, fixture.changes.size());
  }

  @Test
  void anAlertThatEndsAndFiresAgainAtOnceHasNotRecovered() {
    var automatic = fixture.automatic(Duration.ZERO);
    var alert = fixture.alert("a", "Down", "P1", "search");
    tell(automatic, new AlertChange.Fired(alert));
    fixture.database.transaction(
        transaction -> {
          automatic.alertsChanged(
              transaction, List.of(new AlertChange.Resolved(alert), new AlertChange.Fired(alert)));
          return alert;
        });
    assertTrue(only().isOpen());
  }

  @Test
  void whatWasResolvedLongAgoGoesWithAllThatBelongsToIt() {
    var automatic = fixture.automatic(Duration.ZERO);
    var alert = fixture.alert("a", "Down", "P1", "search");
    tell(automatic, new AlertChange.Fired(alert));
    var open = fixture.open().id();
    tell(automatic, new AlertChange.Resolved(alert));
    var pruning = new IncidentPruning(fixture.database, IncidentOptions.defaults(), fixture.clock);
    fixture.clock.advance(Duration.ofDays(400));
    assertEquals(0, pruning.prune());
    fixture.clock.advance(Duration.ofMillis(1));
    assertEquals(1, pruning.prune());
    assertEquals(open, only().id());
  }
}
