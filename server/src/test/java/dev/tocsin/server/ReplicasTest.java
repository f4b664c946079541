package dev.tocsin.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.TestDatabases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two servers, real processes, over one PostgreSQL database.
class ReplicasTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String RULES =
      """
      groups:
        - name: kills
          interval: 1s
          rules:
            - {alert: Lasting, expr: trouble > 0, for: 5s, labels: {severity: critical}}
      """;

  private static final String TICK = "SELECT tick FROM rule_ticks WHERE group_key LIKE '%;kills;%'";

  @TempDir private Path folder;
  private final List<KillableServer> servers = new ArrayList<>();
  private TroubleTarget target;
  private FaultyReceiver receiver;
  private Database database;

  @BeforeEach
  void start() throws Exception {
    target = new TroubleTarget();
    receiver = new FaultyReceiver(new Random(1), new FaultyReceiver.Watcher() {});
    receiver.heal();
    var options = TestDatabases.postgresOptions();
    database = Database.open(options);
    var rules = Files.createDirectories(folder.resolve("rules"));
    Files.writeString(rules.resolve("rules.yml"), RULES);
    for (var name : List.of("replica0", "replica1")) {
      var yaml = KillBed.yaml(rules, options, target.port(), receiver.url(name));
      var server = new KillableServer(name, folder.resolve(name), yaml);
      servers.add(server);
      server.start();
    }
    await().atMost(PATIENCE).until(servers.get(0)::answers);
    await().atMost(PATIENCE).until(servers.get(1)::answers);
  }

  @AfterEach
  void stop() throws Exception {
    servers.forEach(KillableServer::close);
    database.close();
    receiver.close();
    target.close();
  }

  private String text(String sql) {
    return database.read(
        handle -> handle.createQuery(sql).mapTo(String.class).findOne().orElse(""));
  }

  /// Which server evaluates the rules; -1 while nobody does.
  private int holder() throws Exception {
    var holder = text("SELECT holder FROM leases WHERE name LIKE 'rules %;kills'");
    for (int i = 0; i < servers.size(); i++) {
      var name = Files.readString(servers.get(i).data().resolve("replica"));
      if (holder.startsWith(name + "/")) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void aPendingAlertMovesToTheOtherReplicaWithItsClockAndIsToldOnce() throws Exception {
    await().atMost(PATIENCE).until(() -> holder() >= 0);
    target.begin("moved", "moved-1");
    await().atMost(PATIENCE).until(() -> text("SELECT state FROM alerts").equals("PENDING"));
    var since = text("SELECT active_since FROM alerts");
    int first = holder();
    servers.get(first).kill();

    await().atMost(PATIENCE).until(() -> text("SELECT state FROM alerts").equals("FIRING"));
    assertNotEquals(first, holder());
    assertEquals(since, text("SELECT active_since FROM alerts"), "the same episode goes on");
    long held = Long.parseLong(text("SELECT fired_at - active_since FROM alerts"));
    assertTrue(held >= 5_000, "fired after " + held + " ms");
    await().atMost(PATIENCE).until(() -> !receiver.arrivals().isEmpty());

    servers.get(first).start();
    await().atMost(PATIENCE).until(servers.get(first)::answers);
    target.endAll();
    await()
        .atMost(PATIENCE)
        .until(() -> !new ReceivedStory(receiver.arrivals()).resolved().isEmpty());
    var story = new ReceivedStory(receiver.arrivals());
    story.assertSound();
    assertEquals(1, story.incidents().size());
    assertEquals("1", text("SELECT count(*) FROM alerts"), "one episode");
  }

  @Test
  void aKilledReplicaGoesOnWithItsRulesAsSoonAsItIsBack() throws Exception {
    servers.get(1).kill();
    await().atMost(PATIENCE).until(() -> holder() == 0);
    servers.get(0).kill();
    // The lease of the killed process would last for longer than this test waits.
    database.transaction(
        handle -> handle.execute("UPDATE leases SET expires_at = expires_at + 600000"));
    var tick = text(TICK);
    servers.get(0).start();
    await().atMost(PATIENCE).until(() -> !text(TICK).equals(tick));
    assertEquals(0, holder());
  }

  @Test
  void whatPeopleDoAtOneReplicaCountsAtTheOther() throws Exception {
    var now = Instant.now();
    servers
        .get(0)
        .call(
            "POST",
            "/api/v2/silences",
            """
            {"matchers": [{"name": "group", "value": "quiet", "isRegex": false, "isEqual": true}],
             "startsAt": "%s", "endsAt": "%s", "createdBy": "ada", "comment": "we know"}
            """
                .formatted(now, now.plusSeconds(600)));
    assertEquals(1, servers.get(1).call("GET", "/api/v2/silences", "").size());
    post(1, "quiet");
    post(1, "loud");
    await().atMost(PATIENCE).until(() -> receiver.arrivals().size() == 1);
    assertEquals("loud", label(receiver.arrivals().getFirst()));

    var id = text("SELECT id FROM alerts WHERE labels LIKE '%loud%'");
    servers.get(0).call("POST", "/api/v1/monitoring/alerts/" + id + "/acknowledge", "");
    var seen = servers.get(1).call("GET", "/api/v1/monitoring/alerts/" + id, "");
    assertTrue(seen.toString().contains("acknowledgedBy\":\"kills"), seen.toString());
  }

  private void post(int server, String group) {
    var body =
        "[{\"labels\": {\"alertname\": \"Posted\", \"group\": \""
            + group
            + "\", \"item\": \"x\"}}]";
    assertEquals(200, servers.get(server).post(body));
  }

  private static String label(FaultyReceiver.Arrival arrival) {
    return arrival.body().contains("\"group\":\"loud\"") ? "loud" : arrival.body();
  }
}
