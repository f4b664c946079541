package dev.tocsin.server.deliver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.TestDatabases;
import dev.tocsin.server.incident.NewIncident;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryWatchTest {
  private static final WatchOptions.Limits LIMITS =
      new WatchOptions.Limits(
          Duration.ofMinutes(15), Duration.ofMinutes(2), Duration.ofMinutes(30), Duration.ZERO);

  @TempDir private Path folder;
  @TempDir private Path strict;
  private final ScriptedChannel hook = new ScriptedChannel("hook");
  private final ScriptedChannel pager = new ScriptedChannel("pager");
  private final List<NewIncident> incidents = new CopyOnWriteArrayList<>();
  private Database database;
  private DeliveryFixture fixture;

  @BeforeEach
  void open() {
    database = TestDatabases.sqlite(folder);
    fixture = new DeliveryFixture(database, Optional.empty(), hook, pager);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static WatchOptions options(WatchOptions.Limits limits) {
    return options(limits, WatchOptions.Policy.none());
  }

  private static WatchOptions options(WatchOptions.Limits limits, WatchOptions.Policy policy) {
    return new WatchOptions(
        limits,
        new WatchOptions.Canary(Duration.ZERO, List.of()),
        Optional.empty(),
        Duration.ofDays(90),
        List.of("call Ada"),
        policy);
  }

  private Canary canary(WatchOptions options) {
    return new Canary(database, options.canary(), messages(), fixture.ids, fixture.clock);
  }

  private static IncidentMessages messages() {
    return new IncidentMessages(URI.create("https://tocsin.example"));
  }

  private DeliveryWatch watch(WatchOptions watched) {
    var options = fixture.options.watchedBy(watched);
    var desk =
        new DeadLetters(database, options, fixture.worker, fixture.log, fixture.ids, fixture.clock);
    var outlets =
        new DeliveryWatch.Outlets(
            canary(watched), messages(), new OutboundHttp(fixture.clock), () -> {});
    var notices = new Notices(database, fixture.ids, fixture.clock, () -> {});
    return new DeliveryWatch(
        new DeliveryWatch.Parts(options, fixture.log, desk, notices, outlets, incidents::add),
        fixture.clock);
  }

  private List<String> told(ScriptedChannel channel) {
    return channel.sent().stream()
        .map(it -> it.message().event() + " " + it.message().update())
        .toList();
  }

  @Test
  void aQueueThatStandsStillIsToldPastTheQueueAndAgainUntilItMoves() throws Exception {
    var watch = watch(options(LIMITS));
    fixture.open();
    watch.tick();
    assertEquals(List.of(), told(hook));

    fixture.clock.advance(Duration.ofMinutes(3));
    watch.tick();
    watch.tick();
    var stuck = "OPENED 2 notifications wait, the oldest for too long. By hand: call Ada";
    assertEquals(List.of(stuck), told(hook));
    fixture.clock.advance(Duration.ofMinutes(30));
    watch.tick();
    assertEquals(2, hook.sent().size());

    fixture.worker.runOnce();
    watch.tick();
    assertTrue(told(hook).getLast().startsWith("RESOLVED"), () -> told(hook).toString());
    assertEquals(2, fixture.log.notices(10, 0).getFirst().times());
  }

  @Test
  void theChannelThatFailsIsNotTheOneThatIsAsked() throws Exception {
    hook.then(new Receipt.Rejected("HTTP 400"));
    fixture.open();
    fixture.worker.runOnce();
    int heard = hook.sent().size();
    var watch = watch(options(LIMITS));

    watch.tick();

    assertEquals(heard, hook.sent().size());
    assertTrue(told(pager).getLast().contains("wait for a decision"), () -> told(pager).toString());
  }

  @Test
  void whoDoesNotTakeItIsFollowedByTheNext() {
    var watch = watch(options(LIMITS));
    fixture.open();
    fixture.clock.advance(Duration.ofMinutes(3));
    hook.failing(1);

    watch.tick();

    assertEquals(1, hook.sent().size());
    assertEquals(1, pager.sent().size());
  }

  @Test
  void aDrillThatIsOverdueIsTold() {
    var limits =
        new WatchOptions.Limits(
            LIMITS.proofAge(), LIMITS.oldestPending(), LIMITS.remindEvery(), Duration.ofDays(30));
    var watch = watch(options(limits));

    watch.tick();

    assertTrue(told(hook).getFirst().contains("overdue"), () -> told(hook).toString());
  }

  @Test
  void aCanaryIsSentOnceInASlotAndItsTimeIsKept() throws Exception {
    var watched =
        new WatchOptions(
            LIMITS,
            new WatchOptions.Canary(Duration.ofHours(1), List.of("pager")),
            Optional.empty(),
            Duration.ofDays(90),
            List.of(),
            WatchOptions.Policy.none());
    var canary = canary(watched);
    var watch = watch(watched);

    watch.tick();
    watch.tick();
    fixture.clock.advance(Duration.ofSeconds(2));
    fixture.worker.runOnce();

    assertEquals(1, pager.sent().size());
    assertEquals("Canary page", pager.sent().getFirst().message().title());
    assertEquals(2_000, canary.arrivals().get("pager").tookMillis());
    assertEquals(List.of(), canary.missing());
    fixture.clock.advance(Duration.ofHours(3));
    assertEquals(List.of("pager"), canary.missing());
  }

  @Test
  void lettersThatDieAgainAfterAReplayOpenAnIncident() throws Exception {
    var watch = watch(options(LIMITS));
    hook.then(new Receipt.Rejected("HTTP 400"));
    fixture.open();
    fixture.worker.runOnce();
    fixture.deadLetters.replay(10, Optional.of("try"), "Ada");
    fixture.clock.advance(Duration.ofMinutes(1));
    hook.then(new Receipt.Rejected("HTTP 400"));
    fixture.open();
    fixture.worker.runOnce();

    watch.tick();
    watch.tick();

    assertEquals(1, incidents.size());
    assertEquals("Active transport incident", incidents.getFirst().title());
    assertTrue(incidents.getFirst().description().contains("call Ada"));
  }

  @Test
  void theDeadMansSwitchIsFedWhileAllIsWell() throws Exception {
    try (var outside = new HttpSink()) {
      var ping = new WatchOptions.Ping(outside.url(), Duration.ofMinutes(1), true);
      var watched =
          new WatchOptions(
              LIMITS,
              new WatchOptions.Canary(Duration.ZERO, List.of()),
              Optional.of(ping),
              Duration.ofDays(90),
              List.of(),
              WatchOptions.Policy.none());
      var watch = watch(watched);
      watch.tick();
      watch.tick();
      assertEquals(1, outside.received().size());

      fixture.worker.start();
      await().until(() -> fixture.worker.heartbeatMillis() > 0);
      fixture.worker.stop();
      fixture.clock.advance(Duration.ofMinutes(5));
      watch.tick();

      assertEquals(1, outside.received().size());
    }
  }

  private static WatchOptions.Policy strictPolicy() {
    return new WatchOptions.Policy("production", true, true, Duration.ofDays(7));
  }

  /// Nothing of the four parts is configured.
  private DeliveryWatch strictWatch(Channel... channels) {
    fixture.database.close();
    database = TestDatabases.sqlite(strict);
    fixture = new DeliveryFixture(database, Optional.of("second"), channels);
    return watch(options(LIMITS, strictPolicy()));
  }

  @Test
  void aWayThatIsMissingIsToldByOneThatDoesNotDependOnIt() {
    var primary = new ScriptedChannel("incident-webhook");
    var second = new ScriptedChannel("second");
    var watch = strictWatch(primary, pager, second);
    watch.tick();

    assertEquals(List.of(), told(second).stream().filter(it -> it.contains("second ")).toList());
    assertTrue(
        told(primary).stream().anyMatch(it -> it.contains("second has no test delivery")),
        () -> told(primary).toString());
  }

  @Test
  void aSecondWayCountsOnlyWithATestThatArrivedLately() throws Exception {
    var second = new ScriptedChannel("second");
    var watch = strictWatch(new ScriptedChannel("incident-webhook"), pager, second);
    assertTrue(lacks(watch).contains("second"), () -> lacks(watch).toString());

    fixture.notifier.test("second", "Ada");
    fixture.worker.runOnce();
    assertEquals(List.of(), lacks(watch));

    fixture.clock.advance(Duration.ofDays(8));
    assertEquals(List.of("second"), lacks(watch));
  }

  private static List<String> lacks(DeliveryWatch watch) {
    return watch.readiness().lacks().stream().map(ChannelReadiness.Lack::key).toList();
  }

  @Test
  void thePrimaryWayAloneIsNotEnoughForNobodyCouldTellOfItsFailure() {
    var watch = strictWatch(new ScriptedChannel("incident-webhook"));
    assertTrue(lacks(watch).contains("delivery.channels"), () -> lacks(watch).toString());
  }

  @Test
  void theBannerStandsWhileNothingReachesAnybodyAndSaysWhomToCall() throws Exception {
    var watch = watch(options(LIMITS));
    watch.tick();
    assertEquals(List.of(), watch.banner());

    hook.then(new Receipt.Rejected("HTTP 400"));
    fixture.open();
    fixture.worker.runOnce();
    watch.tick();
    assertEquals(List.of(), watch.banner());

    hook.then(new Receipt.Rejected("HTTP 400"));
    pager.then(new Receipt.Rejected("HTTP 400"));
    fixture.open();
    fixture.worker.runOnce();
    watch.tick();
    assertTrue(watch.banner().getFirst().contains("hook and pager fail"), watch.banner()::toString);
    assertEquals("On call: call Ada", watch.banner().getLast());

    fixture.open();
    fixture.worker.runOnce();
    watch.tick();
    assertEquals(List.of(), watch.banner());
  }
}
