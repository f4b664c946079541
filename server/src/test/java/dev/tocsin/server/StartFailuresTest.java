package dev.tocsin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an operator sees when the process cannot start, or was killed while it did.
class StartFailuresTest {
  private static final int KILLS = 4;
  private static final int KILL_STEP_MILLIS = 60;

  @TempDir private Path folder;

  private static void assertOneSentence(ServerProcess.End end, String... parts) {
    assertEquals(1, end.code(), end.errors());
    assertEquals("", end.output());
    assertEquals(1, end.errors().strip().lines().count(), end.errors());
    for (var part : parts) {
      assertTrue(end.errors().contains(part), part + " is not in: " + end.errors());
    }
  }

  private static String yaml(Path data) {
    return "server: {port: 0}\ndata: {folder: \"" + data + "\"}\n";
  }

  @Test
  void everyProblemOfTheFileIsToldWithLineKeyAndRemedy() throws Exception {
    Files.createDirectories(folder.resolve("rules"));
    Files.writeString(
        folder.resolve("rules/mine.yml"),
        """
        groups:
          - name: my-shop
            rules:
              - alert: Broken
                expr: sum(rate(orders_total[5m]) > 1
              - alert: Fine
                expr: up == 0
        """);
    var end =
        ServerProcess.run(
            folder,
            """
            server:
              port: 80808
              colour: green
            scrape:
              interval: soon
              jobs:
                - job: shop
                  targets: [nowhere]
            delivery:
              channels:
                - {name: pager, type: pigeon}
            rules:
              directories: [rules]
            accounts: {}
            """);
    assertEquals(1, end.code());
    assertEquals("", end.output());
    assertEquals(
        """
        7 problems in the configuration:
          tocsin.yml:2:3: server.port: "80808" is not usable; use a number from 0 to 65535
          tocsin.yml:3:3: server.colour: is unknown; remove it or use one of metrics_token, \
        address, port, public_url
          tocsin.yml:5:3: scrape.interval: "soon" is not a duration; write one such as 500ms, 15s \
        or 1h30m
          tocsin.yml:8:7: scrape.jobs[0].targets: "nowhere" is not host:port; write \
        shop.local:8080
          rules/mine.yml:5:9: groups[0].rules[0].expr: group "my-shop", rule "Broken": is not \
        PromQL: 1:31: parse error: unexpected end of input in aggregation, expected ")"; correct \
        line 1, column 31 of the expression
          tocsin.yml:11:21: delivery.channels[0].type: is missing or unknown; use one of discord, \
        email, google-chat, mattermost, ntfy, opsgenie, pagerduty, pushover, slack, teams, \
        telegram, twilio, web-push, webhook
          tocsin.yml:14:1: accounts: is unknown; remove it or use one of server, data, database, \
        account, store, query, scrape, probes, events, rules, alerts, incidents, delivery, routing, as_code
        """,
        end.errors());
  }

  @Test
  void aFileThatIsNotThereIsNamed() throws Exception {
    try (var running = ServerProcess.start(folder, "--config", "else.yml")) {
      var end = running.end();
      assertEquals(1, end.code());
      assertTrue(end.errors().contains("else.yml: does not exist; create it or fix the path"));
    }
  }

  @Test
  void argumentsThatNobodyKnowsGetTheUsage() throws Exception {
    for (var arguments : List.of(List.of("--confg", "a.yml"), List.of("start"))) {
      try (var running = ServerProcess.start(folder, arguments.toArray(String[]::new))) {
        var end = running.end();
        assertEquals(2, end.code());
        assertEquals("usage: tocsin server [--config FILE]", end.errors().strip());
      }
    }
  }

  @Test
  void aFileInPlaceOfTheDataFolderIsRefused() throws Exception {
    var file = Files.createFile(folder.resolve("data"));
    assertOneSentence(
        ServerProcess.run(folder, yaml(file)), "cannot write to the data folder " + file);
    assertOneSentence(ServerProcess.run(folder, yaml(file.resolve("below"))), "data.folder");
  }

  @Test
  void aFolderThatCannotBeMadeIsRefused() throws Exception {
    assertOneSentence(
        ServerProcess.run(folder, yaml(Path.of("/proc/tocsin-data"))),
        "cannot write to the data folder /proc/tocsin-data");
  }

  @Test
  void damagedStoresAreNamed() throws Exception {
    var series = Files.createDirectories(folder.resolve("one"));
    Files.createFile(series.resolve("series"));
    assertOneSentence(ServerProcess.run(folder, yaml(series)), "cannot open the series in");

    var database = Files.createDirectories(folder.resolve("two"));
    Files.writeString(database.resolve("tocsin.db"), "this is no database at all, only text");
    assertOneSentence(ServerProcess.run(folder, yaml(database)), "cannot open the database");
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsNamedWithoutItsPassword() throws Exception {
    for (var url :
        List.of(
            "postgres://tocsin:hidden@127.0.0.1:1/tocsin",
            "jdbc:postgresql://127.0.0.1:1/tocsin?user=tocsin&password=hidden")) {
      var yaml = yaml(folder.resolve("data")) + "database: {url: \"" + url + "\"}\n";
      var end = ServerProcess.run(folder, yaml);
      assertOneSentence(end, "cannot open the database jdbc:postgresql://127.0.0.1:1/tocsin");
      assertFalse(end.errors().contains("hidden"), end.errors());
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      var yaml =
          "server: {port: %d}\ndata: {folder: \"%s\"}\n"
              .formatted(socket.getLocalPort(), folder.resolve("data"));
      assertOneSentence(
          ServerProcess.run(folder, yaml),
          "cannot listen on 127.0.0.1:" + socket.getLocalPort(),
          "server.port");
    }
  }

  @Test
  void aSecondServerOnTheSameDataFolderIsRefused() throws Exception {
    var data = folder.resolve("data");
    try (var first = RunningServer.start(data)) {
      assertOneSentence(ServerProcess.run(folder, yaml(data)), "another server uses", "data");
      assertEquals(200, first.get(RunningServer.NOBODY, "/health/ready").statusCode());
    }
  }

  @Test
  void aServerThatIsKilledWhileItMakesItsTablesStartsTheNextTime() throws Exception {
    var random = new Random();
    for (int i = 0; i < KILLS; i++) {
      var data = folder.resolve("data" + i);
      int millis = i * KILL_STEP_MILLIS + random.nextInt(KILL_STEP_MILLIS);
      Files.writeString(folder.resolve("tocsin.yml"), yaml(data));
      killAfterDatabaseAppears(data.resolve("tocsin.db"), millis);
      try (var server = RunningServer.start(data)) {
        var ready = server.get(RunningServer.NOBODY, "/health/ready");
        assertEquals(200, ready.statusCode(), "killed after " + millis + " ms: " + ready.body());
      }
    }
  }

  private void killAfterDatabaseAppears(Path file, int millis)
      throws IOException, InterruptedException {
    try (var running = ServerProcess.start(folder)) {
      while (!Files.exists(file)) {
        assertFalse(running.endsWithin(1), "the server ended by itself");
      }
      assertFalse(running.endsWithin(millis), "the server ended by itself");
    }
  }
}
