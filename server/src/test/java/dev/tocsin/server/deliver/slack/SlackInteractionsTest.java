package dev.tocsin.server.deliver.slack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.ManualClock;
import dev.tocsin.server.TestApi;
import dev.tocsin.server.config.Secret;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import dev.tocsin.server.database.TestDatabases;
import dev.tocsin.server.deliver.RefusedException;
import dev.tocsin.server.incident.Author;
import dev.tocsin.server.incident.IncidentDesk;
import dev.tocsin.server.incident.IncidentTimeline;
import dev.tocsin.server.incident.NewIncident;
import dev.tocsin.server.incident.Severity;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlackInteractionsTest {
  private static final Secret SECRET = new Secret("8f742231b10e8888abcd99yyyzzz85a5");

  @TempDir private Path folder;
  private final ManualClock clock = new ManualClock();
  private final List<String> silenced = new CopyOnWriteArrayList<>();
  private Database database;
  private IncidentDesk desk;
  private TestApi api;

  @BeforeEach
  void start() {
    database = TestDatabases.sqlite(folder);
    var ids = new Ids(clock);
    desk =
        new IncidentDesk(
            database, new IncidentTimeline(ids, clock, _ -> {}), _ -> true, List.of(), ids, clock);
    api = new TestApi(new SlackInteractionsApi(Optional.of(SECRET), desk, this::silence, clock));
  }

  @AfterEach
  void stop() {
    api.close();
    database.close();
  }

  private void silence(String incidentId, Duration duration, Author author) {
    if (desk.find(incidentId).isEmpty()) {
      throw new RefusedException("the incident does not exist any more");
    }
    silenced.add(author.name() + " " + duration);
  }

  private String opened() {
    var wanted = new NewIncident("Checkout fails", "Orders fail", Severity.P1, List.of());
    return desk.open(wanted, new Author("user-1", "Ada")).id();
  }

  private static String press(String incident) {
    var payload =
        "{\"type\":\"block_actions\",\"user\":{\"id\":\"U1\",\"username\":\"bob\"},"
            + "\"actions\":[{\"action_id\":\"acknowledge_incident\",\"value\":\""
            + incident
            + "\"}]}";
    return "payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8);
  }

  private int post(String body, String timestamp, String signature) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(api.url("/api/v1/integrations/slack/interactions"))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .header("X-Slack-Request-Timestamp", timestamp)
              .header("X-Slack-Signature", signature)
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  private String now() {
    return Long.toString(clock.instant().getEpochSecond());
  }

  private static String signed(String timestamp, String body) {
    return SlackInteractionsApi.signature(SECRET, timestamp, body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theSignatureIsThatOfSlacksOwnExample() {
    var body =
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
            + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
            + "&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
            + "%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
            + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
    assertEquals(
        "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
        signed("1531420618", body));
  }

  @Test
  void aPressedButtonAcknowledgesInThePersonsName() throws Exception {
    var id = opened();

    assertEquals(200, post(press(id), now(), signed(now(), press(id))));

    var incident = desk.find(id).orElseThrow();
    assertTrue(incident.isAcknowledged());
    assertEquals("bob", incident.timeline().getLast().author());
  }

  private static String choose(String value) {
    var payload =
        "{\"type\":\"block_actions\",\"user\":{\"id\":\"U1\",\"username\":\"bob\"},"
            + "\"actions\":[{\"action_id\":\"silence_incident\",\"selected_option\":{\"value\":\""
            + value
            + "\"}}]}";
    return "payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8);
  }

  @Test
  void aChosenDurationSilencesInThePersonsName() throws Exception {
    var chosen = choose("PT4H " + opened());
    assertEquals(200, post(chosen, now(), signed(now(), chosen)));
    assertEquals(List.of("bob PT4H"), silenced);
  }

  @Test
  void onlyTheDurationsOfTheMessageAndIncidentsThatExistAreTaken() throws Exception {
    for (var value : List.of("PT9999H " + opened(), "P1Y", "")) {
      var chosen = choose(value);
      assertEquals(400, post(chosen, now(), signed(now(), chosen)), value);
    }
    var gone = choose("PT1H nobody-knows-it");
    assertEquals(409, post(gone, now(), signed(now(), gone)));
    assertEquals(List.of(), silenced);
  }

  @Test
  void whatSlackDidNotSignOrSignedLongAgoChangesNothing() throws Exception {
    var id = opened();
    var old = Long.toString(clock.instant().getEpochSecond() - 301);

    assertEquals(401, post(press(id), now(), "v0=00"));
    assertEquals(401, post(press(id), old, signed(old, press(id))));
    assertEquals(401, post(press(id) + "&more=1", now(), signed(now(), press(id))));
    assertEquals(401, post(press(id), "soon", signed("soon", press(id))));

    assertFalse(desk.find(id).orElseThrow().isAcknowledged());
  }
}
