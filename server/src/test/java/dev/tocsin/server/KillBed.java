package dev.tocsin.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tocsin.server.FaultyReceiver.Arrival;
import dev.tocsin.server.Killer.Moment;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.DatabaseOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// Servers that are killed in the middle of their work, with alerts that come in two ways and a
/// receiver that cannot be relied on. `-Dtocsin.kills=200` makes it thorough.
final class KillBed implements AutoCloseable {
  static final int KILLS = Integer.getInteger("tocsin.kills", 5);

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long MOMENT_MILLIS = 4_000;
  private static final int SPREAD_MILLIS = 700;
  private static final Moment[] MOMENTS = Moment.values();

  private final Random random = new Random(7);
  private final TroubleTarget target = new TroubleTarget();
  private final FaultyReceiver receiver;
  private final List<KillableServer> servers = new ArrayList<>();
  private final Killer killer;
  private final AlertTraffic traffic;
  private final Map<String, Long> ticks = new ConcurrentHashMap<>();
  private final AtomicBoolean sampled = new AtomicBoolean();
  private final Autopsy autopsy;
  private final Database database;
  private int whole;

  /// @param count of servers; with several, `options` must be PostgreSQL
  KillBed(Path folder, int count, DatabaseOptions options) throws IOException {
    killer = new Killer(servers, random);
    receiver = new FaultyReceiver(random, new Watcher());
    var rules = Files.createDirectories(folder.resolve("rules"));
    Files.writeString(rules.resolve("kills.yml"), RULES);
    for (int i = 0; i < count; i++) {
      var name = "replica" + i;
      var hook = receiver.url(name);
      var yaml = yaml(rules, options, target.port(), hook);
      servers.add(new KillableServer(name, folder.resolve(name), yaml));
    }
    database = Database.open(options);
    autopsy = new Autopsy(database);
    traffic =
        new AlertTraffic(
            servers, target, random, server -> killer.saw(Moment.POSTED, server), this::sampleSeen);
  }

  /// Where the only server of a bed keeps its state.
  static DatabaseOptions sqlite(Path folder) throws IOException {
    return DatabaseOptions.sqlite(Files.createDirectories(folder.resolve("replica0/data")));
  }

  private static final String RULES =
      """
      groups:
        - name: kills
          interval: 1s
          rules:
            - alert: Trouble
              expr: trouble > 0
              labels: {severity: critical}
              annotations: {summary: "{{ $labels.group }} is in trouble"}
            - alert: TroubleLasts
              expr: trouble > 0
              for: 2s
              labels: {severity: warning}
              annotations: {summary: "{{ $labels.group }} stays in trouble"}
      """;

  /// A server that scrapes a target, evaluates a folder's rules each second, and tells a webhook.
  static String yaml(Path rules, DatabaseOptions options, int targetPort, String hook) {
    return """
    database: {url: "%s"}
    rules: {packs: [], directories: ["%s"], evaluation_interval: 1s}
    scrape: {interval: 1s, timeout: 500ms, jobs: [{job: shop, targets: ["127.0.0.1:%d"]}]}
    routing: {route: {receiver: hook, group_by: [group], group_wait: 0s, group_interval: 0s}}
    delivery:
      attempts: 100
      first_retry: 50ms
      longest_retry: 1s
      channels:
        - {name: hook, type: webhook, url: "%s", timeout: 500ms, allow_private_addresses: true}
    """
        .formatted(options.jdbcUrl(), rules, targetPort, hook);
  }

  /// Tells the killer of what the receiver sees.
  private final class Watcher implements FaultyReceiver.Watcher {
    @Override
    public void arrived(Arrival arrival) {
      killer.saw(Moment.SENT, sender(arrival));
    }

    @Override
    public void answered(Arrival arrival) {
      killer.saw(Moment.ANSWERED, sender(arrival));
    }

    private KillableServer sender(Arrival arrival) {
      return servers.get(arrival.path().endsWith("1") ? 1 : 0);
    }
  }

  private void sampleSeen() {
    long tick = autopsy.tick();
    traffic.acceptedItems().keySet().forEach(item -> ticks.putIfAbsent(item, tick));
    sampled.set(true);
    killer.saw(Moment.SAMPLED);
  }

  /// Kills so often, then lets everything end and looks at what the receiver has.
  @SuppressWarnings("SystemOut")
  void run() throws Exception {
    long startMillis = System.currentTimeMillis();
    traffic.start();
    for (int i = 0; i < KILLS; i++) {
      cycle(i);
    }
    receiver.heal();
    startAll();
    traffic.stop();
    var accepted = traffic.accepted();
    await().atMost(PATIENCE).until(() -> story().alerts().containsAll(accepted));
    traffic.endAll();
    await().atMost(PATIENCE).until(this::everythingEnded);
    var story = story();
    System.out.printf(
        "%d kills in %d s, of all servers at once %d: %d alerts accepted, %d delivered, %d messages"
            + " in %d incidents, %d came again under the same key%n%s",
        KILLS,
        (System.currentTimeMillis() - startMillis) / 1_000,
        whole,
        accepted.size(),
        story.alerts().size(),
        story.messages(),
        story.incidents().size(),
        story.doubles(),
        autopsy.table());
    assertSound(story, accepted);
  }

  private void assertSound(ReceivedStory story, java.util.Set<String> accepted) {
    var lost = new TreeSet<>(accepted);
    lost.removeAll(story.alerts());
    assertEquals(List.of(), List.copyOf(lost), "alerts that nobody heard of");
    story.assertSound();
    assertEquals(story.incidents(), story.resolved(), "each end was told");
    assertEquals(0, autopsy.number("SELECT COUNT(*) FROM notifications WHERE state = 'dead'"));
  }

  private ReceivedStory story() {
    return new ReceivedStory(receiver.arrivals());
  }

  private boolean everythingEnded() {
    return autopsy.number("SELECT COUNT(*) FROM alerts WHERE resolved_at = 0") == 0
        && autopsy.number(
                "SELECT COUNT(*) FROM notifications WHERE state IN ('pending', 'sending')")
            == 0
        && story().resolved().equals(story().incidents());
  }

  private void startAll() throws IOException {
    for (var server : servers) {
      if (!server.isAlive()) {
        server.start();
      }
    }
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(this::allAnswer);
  }

  private boolean allAnswer() throws Exception {
    for (var server : servers) {
      if (!server.answers()) {
        return false;
      }
    }
    return true;
  }

  private void cycle(int number) throws Exception {
    sampled.set(false);
    traffic.trouble("cycle-" + number);
    startAll();
    long sinceMillis = System.currentTimeMillis();
    var moment = MOMENTS[number % MOMENTS.length];
    LockSupport.parkNanos(random.nextInt(SPREAD_MILLIS) * 1_000_000L);
    long queued = autopsy.queued();
    killer.arm(moment);
    waitFor(moment, sinceMillis, queued);
    if (killer.victims().size() == servers.size()) {
      whole++;
      autopsy.examine(new Autopsy.Scene(traffic, receiver.arrivals(), sinceMillis, ticks));
    }
    autopsy.firingItems(AlertTraffic.RULES.size()).forEach(target::end);
  }

  /// Looks for the moments that nobody announces.
  private void waitFor(Moment moment, long sinceMillis, long queued) throws InterruptedException {
    long tick = autopsy.tick();
    long deadline = System.currentTimeMillis() + MOMENT_MILLIS;
    while (!killer.isDone(0)) {
      boolean isThere =
          switch (moment) {
            case ANY -> true;
            case EVALUATED -> sampled.get() && autopsy.tick() > tick;
            case STORED -> autopsy.queued() > queued;
            case CLAIMED -> autopsy.claimedSince(sinceMillis) > 0;
            case POSTED, SAMPLED, SENT, ANSWERED -> killer.isDone(1);
          };
      if (isThere) {
        killer.saw(moment);
      }
      if (!sampled.get()) {
        tick = autopsy.tick();
      }
      if (System.currentTimeMillis() > deadline) {
        killer.killAnyway();
      }
    }
  }

  @Override
  public void close() throws IOException {
    traffic.stop();
    servers.forEach(KillableServer::close);
    database.close();
    receiver.close();
    target.close();
  }
}
