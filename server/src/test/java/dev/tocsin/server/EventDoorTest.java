package dev.tocsin.server;

import static dev.tocsin.server.RunningServer.json;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tocsin.sdk.event.Event;
import dev.tocsin.sdk.event.Event.Alarm;
import dev.tocsin.sdk.event.EventClient;
import dev.tocsin.sdk.event.EventOptions;
import dev.tocsin.sdk.event.EventOptions.Receiver;
import dev.tocsin.sdk.metrics.Telemetry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The SDK's client in front of the real door.
class EventDoorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String TOKEN = "application-token-of-tests";
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir private Path folder;

  @Test
  void anAlertOfAnApplicationOpensAnIncidentAndItsEndResolvesIt() throws Exception {
    var yaml = "events: {applications: [{name: shop, token: " + TOKEN + "}]}";
    try (var server = RunningServer.start(folder.resolve("server"), yaml);
        var telemetry = new Telemetry()) {
      var address = URI.create("http://127.0.0.1:" + server.port());
      var options = EventOptions.of(new Receiver(address, TOKEN), folder.resolve("spool"));
      try (var client = new EventClient(options, telemetry, CLOCK)) {
        var headers = Map.of("Cookie", server.session().cookie());
        var alarm = new Alarm("i18n.fx-rates.stale-grace-window", "P2");

        client.offer(Event.raised(alarm, "EUR rates are 3 h old", Map.of(), CLOCK));
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertEquals("INVESTIGATING", state(server, headers)));

        client.offer(Event.resolved(alarm, "EUR rates are fresh again", CLOCK));
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertEquals("RESOLVED", state(server, headers)));
      }
    }
  }

  private static String state(RunningServer server, Map<String, String> headers) throws Exception {
    var answer = server.get(headers, "/api/v1/monitoring/incidents");
    var incident = json(answer).path("data").path("incidents").path(0);
    var title = incident.path("title").asText();
    return title.equals("EUR rates are 3 h old") ? incident.path("status").asText() : "none yet";
  }
}
