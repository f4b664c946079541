package dev.tocsin.server.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.alert.AlertMutes;
import dev.tocsin.server.alert.Mute;
import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.route.Plan;
import dev.tocsin.server.route.RoutingOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What happens to an incident that nobody takes, on every database.
abstract class EscalationContract {
  private static final String STEPS =
      """
      escalation:
        steps:
          - {after: 5m, receivers: [pager]}
          - {after: 15m, receivers: [manager, pager]}
      """;

  private Database database;
  private IncidentFixture fixture;
  private RoutingOptions routing;
  private AutomaticIncidents automatic;
  private boolean isMuted;

  private final class Switch implements AlertMutes {
    @Override
    public Judge begin(Handle handle, long nowMillis, Function<String, List<Alert>> firing) {
      var mute = new Mute(Mute.Kind.SILENCE, "s1", "quiet", 0);
      return _ -> isMuted ? List.of(mute) : List.of();
    }

    @Override
    public void record(Handle transaction, Alert alert, List<Mute> mutes) {}
  }

  abstract Database database();

  @BeforeEach
  void open() {
    database = database();
    var problems = new Problems();
    routing =
        RoutingOptions.read(
            ConfigFile.parse("t.yml", STEPS, Map.of(), problems), List.of("pager", "manager"));
    problems.throwIfAny();
    fixture = fixture();
    automatic = automatic(fixture);
  }

  private IncidentFixture fixture() {
    return new IncidentFixture(
        database, (handle, change) -> timer().incidentChanged(handle, change));
  }

  private EscalationTimer timer() {
    return new EscalationTimer(routing.escalation(), fixture.clock);
  }

  private AutomaticIncidents automatic(IncidentFixture of) {
    return of.automatic(Duration.ZERO).routedBy(routing, new Switch());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Incident critical() {
    return fixture.desk.open(
        new NewIncident("Checkout fails", "Orders fail", Severity.P1, List.of()),
        IncidentFixture.ADA);
  }

  private long escalations(String id) {
    return fixture.kinds(id).stream().filter(TimelineEntry.ESCALATED::equals).count();
  }

  private void pass(Duration time) {
    fixture.clock.advance(time);
    automatic.tick();
    automatic.tick();
  }

  @Test
  void eachStepIsToldOnceWhenItsTimeComes() {
    var id = critical().id();
    pass(Duration.ofSeconds(299));
    assertEquals(0, escalations(id));
    pass(Duration.ofSeconds(1));
    assertEquals(1, escalations(id));
    pass(Duration.ofMinutes(10));
    assertEquals(2, escalations(id));
    pass(Duration.ofDays(1));
    assertEquals(2, escalations(id));

    var incident = fixture.desk.find(id).orElseThrow();
    var receivers = incident.plan().legs().stream().map(Plan.Leg::receiver).toList();
    assertEquals(List.of("", "pager", "manager"), receivers);
    var line = incident.timeline().getLast().update();
    assertEquals("Nobody has taken it for 15m: escalated to manager, pager", line);
  }

  @Test
  void whoTakesItStopsIt() {
    var id = critical().id();
    pass(Duration.ofMinutes(5));
    fixture.desk.acknowledge(id, IncidentFixture.ADA);
    pass(Duration.ofHours(1));
    assertEquals(1, escalations(id));
  }

  @Test
  void anEndStopsIt() {
    var id = critical().id();
    fixture.desk.resolve(id, "", IncidentFixture.ADA);
    pass(Duration.ofHours(1));
    assertEquals(0, escalations(id));
  }

  @Test
  void onlyTheSeveritiesThatAreNamedEscalateAndThatCountsFromTheRaise() {
    var id = fixture.open().id();
    pass(Duration.ofHours(1));
    assertEquals(0, escalations(id));
    database.transaction(
        transaction -> {
          IncidentTable.severity(transaction, id, Severity.P1);
          fixture.timeline.append(transaction, id, TimelineEntry.SEVERITY, "raised");
          return fixture.desk.announceUpdate(transaction, id);
        });
    pass(Duration.ofMinutes(5));
    assertEquals(1, escalations(id));
  }

  @Test
  void aRestartNeitherForgetsNorRepeats() {
    var id = critical().id();
    pass(Duration.ofMinutes(5));
    var clock = fixture.clock;
    fixture = fixture();
    fixture.clock.advance(Duration.between(fixture.clock.instant(), clock.instant()));
    automatic = automatic(fixture);

    pass(Duration.ZERO);
    assertEquals(1, escalations(id));
    pass(Duration.ofMinutes(10));
    assertEquals(2, escalations(id));
  }

  @Test
  void replicasThatLookAtTheSameTimeTellOnce() throws Exception {
    var id = critical().id();
    fixture.clock.advance(Duration.ofMinutes(5));
    try (var replicas = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          IntStream.range(0, 4)
              .mapToObj(_ -> replicas.submit(() -> automatic(fixture).tick()))
              .toList();
      for (var one : all) {
        one.get();
      }
    }
    assertEquals(1, escalations(id));
  }

  @Test
  void whatIsSilencedWaitsUntilItIsNot() {
    fixture.database.transaction(
        transaction -> {
          automatic.alertChanged(
              transaction,
              new dev.tocsin.server.alert.AlertChange.Fired(
                  fixture.alert("f1", "Down", "P1", "search")));
          return 1;
        });
    var id = fixture.desk.list(IncidentFilter.newest(1)).incidents().getFirst().id();
    isMuted = true;
    pass(Duration.ofMinutes(6));
    assertEquals(0, escalations(id));
    isMuted = false;
    pass(Duration.ofMinutes(1));
    assertEquals(1, escalations(id));
  }

  @Test
  void whatIsWrittenDownGoesWithTheIncident() {
    var id = critical().id();
    pass(Duration.ofMinutes(5));
    fixture.desk.resolve(id, "", IncidentFixture.ADA);
    fixture.clock.advance(Duration.ofDays(401));

    var options = new IncidentOptions(java.util.Set.of(), Duration.ZERO, Duration.ofDays(400));
    assertEquals(1, new IncidentPruning(database, options, fixture.clock).prune());
    assertTrue(fixture.desk.find(id).isEmpty());
  }
}
