package dev.tocsin.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Fifty thousand alerts over HTTP into a real process with a small heap, one of which matters.
class HttpStormTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int ALERTS = 50_000;
  private static final int BATCH = 1_000;
  private static final int GROUPS = 50;

  /// How many messages may be under way already when the page is posted.
  private static final int UNDER_WAY = 64;

  @TempDir private Path folder;

  private static String yaml(String hook) {
    return """
    rules: {packs: []}
    routing:
      route:
        receiver: hook
        group_by: [cluster]
        group_wait: 2s
        group_interval: 1m
        routes: [{receiver: hook, matchers: [severity="critical"], group_wait: 0s}]
    delivery:
      channels:
        - {name: hook, type: webhook, url: "%s", allow_private_addresses: true}
    """
        .formatted(hook);
  }

  private static String body(int from, int count, String severity) {
    var alerts =
        IntStream.range(from, from + count)
            .mapToObj(
                id ->
                    Map.of(
                        "labels",
                        Map.of(
                            "alertname",
                            "Slow",
                            "item",
                            "host-" + id,
                            "cluster",
                            "c" + (severity.equals("critical") ? "x" : id % GROUPS),
                            "severity",
                            severity)))
            .toList();
    return new ObjectMapper().valueToTree(alerts).toString();
  }

  @Test
  void aStormIsGroupedAndThePageThatMattersIsOutFirst() throws Exception {
    try (var receiver = new FaultyReceiver(new Random(1), new FaultyReceiver.Watcher() {});
        var server = new KillableServer("storm", folder, yaml(receiver.url("storm")))) {
      receiver.heal();
      server.start();
      await().atMost(PATIENCE).until(server::answers);
      int before = 0;
      for (int from = 0; from < ALERTS; from += BATCH) {
        assertEquals(200, server.post(body(from, BATCH, "warning")));
        if (from == ALERTS / 2) {
          before = receiver.arrivals().size();
          assertEquals(200, server.post(body(ALERTS, 1, "critical")));
        }
      }
      await().atMost(PATIENCE).until(() -> page(receiver) >= 0);
      int overtaken = page(receiver) - before;
      assertTrue(overtaken <= UNDER_WAY, "the page came after " + overtaken + " messages");
      await()
          .atMost(PATIENCE)
          .until(() -> new ReceivedStory(receiver.arrivals()).incidents().size() > GROUPS);
      var story = new ReceivedStory(receiver.arrivals());
      story.assertSound();
      assertTrue(story.messages() <= 4 * GROUPS, "messages: " + story.messages());
    }
  }

  /// The place of the page among all messages; -1 while it is not there.
  private static int page(FaultyReceiver receiver) {
    return List.copyOf(receiver.arrivals()).stream()
        .map(it -> it.body().contains("host-" + ALERTS + "\""))
        .toList()
        .indexOf(true);
  }
}
