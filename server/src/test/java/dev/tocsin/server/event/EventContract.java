package dev.tocsin.server.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.server.ManualClock;
import dev.tocsin.server.TestApi;
import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.alert.AlertBook;
import dev.tocsin.server.alert.AlertChange;
import dev.tocsin.server.alert.AlertListener;
import dev.tocsin.server.alert.AlertOptions;
import dev.tocsin.server.alert.ReceivedAlerts;
import dev.tocsin.server.config.ConfigException;
import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.config.Secret;
import dev.tocsin.server.database.Database;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the door for events must do on every database.
abstract class EventContract {
  private static final String SHOP = "VIEWER";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ManualClock clock = new ManualClock();
  private final List<AlertChange> changes = new CopyOnWriteArrayList<>();
  private final List<Fallback> stream = new CopyOnWriteArrayList<>();
  private Database database;
  private AlertBook book;
  private ReceivedAlerts received;
  private Events events;
  private TestApi api;

  abstract Database database();

  @BeforeEach
  void open() {
    database = database();
    // The test's listener takes a role's name as its token, so an application's token is one here.
    var flags =
        ConfigFile.parse(
            "t.yml",
            "{llm-gateway.pricing.zero-cost.*: true, images.*: false}",
            Map.of(),
            new Problems());
    var options =
        new EventOptions(
            Map.of("shop", new Secret(SHOP)), Duration.ofDays(1), PagingFlags.read(flags));
    AlertListener listener = (_, change) -> changes.add(change);
    book = new AlertBook(database, AlertOptions.defaults(), List.of(listener), _ -> {}, clock);
    received = book.received();
    events = new Events(database, options, received, (_, all) -> stream.addAll(all), clock);
    api = new TestApi(new EventApi(events, options, clock));
  }

  @AfterEach
  void close() {
    api.close();
    database.close();
  }

  private JsonNode push(String batch) throws Exception {
    var answer = api.call(SHOP, "POST", "/api/v1/events", batch);
    assertEquals(200, answer.statusCode(), answer.body());
    return JSON.readTree(answer.body()).path("data");
  }

  private static String fact(String id) {
    return "{\"id\":\"" + id + "\",\"type\":\"deploy.finished\",\"at\":1000,\"message\":\"done\"}";
  }

  private static String alert(String id, String type) {
    return """
    {"id": "%s", "type": "%s", "at": 1000, "key": "fx.stale", "severity": "P2",
     "message": "old rates", "data": {"currency": "EUR"}}
    """
        .formatted(id, type);
  }

  private static String batch(String... items) {
    return "{\"batchId\":\"b\",\"events\":[" + String.join(",", items) + "]}";
  }

  @Test
  void anEventCountsOnceHoweverOftenItComes() throws Exception {
    var first = push(batch(fact("a"), fact("b")));
    var second = push(batch(fact("b"), fact("c"), fact("c")));

    assertEquals(2, first.path("accepted").asInt());
    assertEquals(1, second.path("accepted").asInt());
    assertEquals(2, second.path("duplicates").asInt());
    assertEquals(3, events.newest("", "", 10).size());
  }

  @Test
  void theSameBatchFromManySendersAtOnceCountsOnce() throws Exception {
    var body = batch(alert("a", "alert.raised"), fact("b"));
    try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = IntStream.range(0, 8).mapToObj(_ -> senders.submit(() -> push(body))).toList();
      int accepted = 0;
      for (var answer : answers) {
        accepted += answer.get().path("accepted").asInt();
      }
      assertEquals(2, accepted);
    }
    received.tick();
    assertEquals(1, changes.size());
  }

  @Test
  void anAlertIsHandedOnWithItsApplicationAndItsSeverity() throws Exception {
    push(batch(alert("a", "alert.raised")));
    assertEquals("fx.stale", book.active().getFirst().label("alertname"));
    received.tick();
    push(batch(alert("b", "alert.resolved")));
    received.tick();

    var fired = (AlertChange.Fired) changes.getFirst();
    assertEquals("shop", fired.alert().label("application"));
    assertEquals("P2", fired.alert().label("severity"));
    assertEquals("old rates", fired.alert().annotation("summary"));
    var resolved = (AlertChange.Resolved) changes.get(1);
    assertEquals(fired.alert().fingerprint(), resolved.alert().fingerprint());
  }

  @Test
  void anAlertThatTheApplicationToldItselfSaysSo() throws Exception {
    push("{\"toldDirectly\":[\"a\"],\"events\":[" + alert("a", "alert.raised") + "]}");
    received.tick();

    var description = changes.getFirst().alert().annotation("description");
    assertTrue(description.contains("told its incident webhook by itself"), description);
  }

  @Test
  void aBadEventIsNamedAndStopsNoOther() throws Exception {
    var answer =
        push(
            batch(
                fact("good"),
                "{\"id\":\"x\",\"type\":\"Bad Type\",\"at\":1,\"message\":\"\"}",
                "{\"id\":\"y\",\"type\":\"alert.raised\",\"at\":1,\"message\":\"no key\"}"));

    assertEquals(1, answer.path("accepted").asInt());
    assertEquals("x", answer.path("refused").path(0).path("id").asText());
    assertTrue(answer.path("refused").path(0).path("reason").asText().contains("type"));
    assertTrue(answer.path("refused").path(1).path("reason").asText().contains("key"));
  }

  @Test
  void strangersAndRubbishAreRefused() throws Exception {
    assertEquals(
        401, api.call("OPERATOR", "POST", "/api/v1/events", batch(fact("a"))).statusCode());
    assertEquals(400, api.call(SHOP, "POST", "/api/v1/events", "{\"x\":").statusCode());
    assertEquals(400, api.call(SHOP, "POST", "/api/v1/events", "{}").statusCode());
    assertEquals(0, events.newest("", "", 10).size());
  }

  @Test
  void theListIsFilteredAndOldEventsGo() throws Exception {
    push(batch(fact("a"), alert("b", "alert.raised")));

    var answer = api.call("VIEWER", "GET", "/api/v1/events?type=alert.raised", "");
    var listed = JSON.readTree(answer.body()).path("data");
    assertEquals(1, listed.size(), answer.body());
    assertEquals("EUR", listed.path(0).path("data").path("currency").asText());

    clock.advance(Duration.ofDays(2));
    assertEquals(2, events.prune());
    assertEquals(0, events.newest("shop", "", 10).size());
  }

  @Test
  void anAlertThatGetsWorseIsToldAgain() throws Exception {
    push(batch(alert("a", "alert.raised")));
    received.tick();
    push(batch(alert("b", "alert.raised")));
    received.tick();
    assertEquals(1, changes.size());

    push(batch(alert("c", "alert.raised").replace("P2", "P1")));
    received.tick();
    assertEquals("P1", changes.getLast().alert().label("severity"));
    assertEquals(1, book.active().size());
  }

  private static String fallback(String id, String type, String key) {
    return """
    {"id": "%s", "type": "%s", "at": 1000, "message": "less is served",
     "data": {"key": "%s", "severity": "WARNING"}}
    """
        .formatted(id, type, key);
  }

  @Test
  void everyFallbackReachesTheStreamAndCallsNobodyByItself() throws Exception {
    push(batch(fallback("a", "fallback.raised", "search.index.stale"), fact("b")));
    push(batch(fallback("c", "fallback.resolved", "search.index.stale")));
    push(batch(alert("d", "alert.raised")));

    assertEquals(
        List.of(
            new Fallback("shop", "search.index.stale", "less is served", false),
            new Fallback("shop", "search.index.stale", "less is served", true),
            new Fallback("shop", "fx.stale", "old rates", false)),
        stream);
    assertEquals(List.of("fx.stale"), names());
  }

  private List<String> names() {
    return book.active().stream().map(it -> it.label("alertname")).sorted().toList();
  }

  @Test
  void aKeyWhosePagingFlagIsOnCallsSomebodyWhateverTheApplicationThinks() throws Exception {
    var key = "llm-gateway.pricing.zero-cost.some-model";
    push(batch(fallback("a", "fallback.raised", key)));
    received.tick();

    var fired = (AlertChange.Fired) changes.getFirst();
    assertTrue(fired.alert().mustPage());
    assertEquals("P2", fired.alert().label("severity"));

    push(batch(fallback("b", "fallback.resolved", key)));
    received.tick();
    var over = (AlertChange.Resolved) changes.getLast();
    assertEquals(fired.alert().fingerprint(), over.alert().fingerprint());
  }

  @Test
  void aKeyWhosePagingFlagIsOffStaysInTheStream() throws Exception {
    push(batch(alert("a", "alert.raised").replace("fx.stale", "images.placeholder")));

    assertEquals(List.of(), names());
    assertEquals("images.placeholder", stream.getFirst().key());
  }

  @Test
  void workThatStandsStillAndOldPricesAlwaysPage() throws Exception {
    push(
        batch(
            fallback("a", "fallback.raised", "crawl.search.stuck"),
            fallback("b", "fallback.raised", "i18n.fx-rates.expired")));

    assertTrue(book.active().stream().allMatch(Alert::mustPage));
    assertEquals(List.of("crawl.search.stuck", "i18n.fx-rates.expired"), names());
  }

  @Test
  void whatAlwaysPagesCannotBeSwitchedOff() {
    var problems = new Problems();
    PagingFlags.read(
        ConfigFile.parse("t.yml", "{crawl.stuck: false, 'a b': true}", Map.of(), problems));

    var failure = assertThrows(ConfigException.class, problems::throwIfAny);
    var text = String.valueOf(failure.getMessage());
    assertTrue(text.contains("crawl.stuck: always pages"), text);
    assertTrue(text.contains("a b: is no pattern of keys"), text);
  }
}
