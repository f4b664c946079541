package dev.tocsin.server.deliver.webpush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.ManualClock;
import dev.tocsin.server.TestApi;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.TestDatabases;
import dev.tocsin.server.http.Pages;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebPushPagesTest {
  private static final String PATH = "/api/v1/monitoring/push-subscriptions";

  @TempDir private Path folder;
  private final ManualClock clock = new ManualClock();
  private final Subscriptions subscriptions = new Subscriptions(clock);
  private Database database;
  private TestApi api;

  @BeforeEach
  void open() {
    database = TestDatabases.sqlite(folder);
    subscriptions.open(database);
    api = new TestApi(new WebPushPages(subscriptions, new Pages(clock)));
  }

  @AfterEach
  void close() {
    api.close();
    database.close();
  }

  private static String body(String endpoint) {
    var browser = new Browser().subscription(URI.create("https://push.example/1"));
    return ("{\"endpoint\":\"%s\",\"expirationTime\":null,"
            + "\"keys\":{\"p256dh\":\"%s\",\"auth\":\"%s\"}}")
        .formatted(endpoint, browser.publicKey(), browser.auth());
  }

  private int post(String path, String body) throws Exception {
    return api.call("VIEWER", "POST", path, body).statusCode();
  }

  @Test
  void aBrowserSubscribesOnceHoweverOftenItAsksAndLeavesAgain() throws Exception {
    subscriptions.use();
    assertEquals(201, post(PATH, body("https://push.example/1")));
    assertEquals(201, post(PATH, body("https://push.example/1")));
    assertEquals(1, subscriptions.list().size());
    assertEquals("Somebody", subscriptions.list().getFirst().userName());

    assertEquals(200, post(PATH + "/remove", "{\"endpoint\":\"https://push.example/1\"}"));
    assertEquals(0, subscriptions.list().size());
  }

  @Test
  void whatIsNoSubscriptionIsRefused() throws Exception {
    subscriptions.use();
    var good = body("https://push.example/1");
    assertEquals(400, post(PATH, body("http://push.example/1")));
    assertEquals(400, post(PATH, body("https://me:secret@push.example/1")));
    assertEquals(400, post(PATH, good.replaceFirst("\"p256dh\":\"B", "\"p256dh\":\"C")));
    assertEquals(400, post(PATH, good.replaceFirst("\"auth\":\"[^\"]*", "\"auth\":\"AAAA")));
    assertEquals(400, post(PATH, "{}"));
    assertEquals(0, subscriptions.list().size());
  }

  @Test
  void withoutAChannelNobodySubscribesAndThePageSaysWhatToDo() throws Exception {
    assertEquals(409, post(PATH, body("https://push.example/1")));
    var page = api.call("VIEWER", "GET", "/admin/push", "").body();
    assertTrue(page.contains("type: web-push"), page);

    subscriptions.use();
    var offered = api.call("VIEWER", "GET", "/admin/push", "").body();
    assertTrue(offered.contains(subscriptions.key().publicText()), offered);
  }

  @Test
  void theWorkerComesAsAScriptFromBelowAdmin() throws Exception {
    var worker = api.call("VIEWER", "GET", "/admin/push-worker.js", "");
    assertEquals(200, worker.statusCode());
    assertTrue(
        worker.headers().firstValue("content-type").orElse("").startsWith("text/javascript"));
    assertTrue(worker.body().contains("showNotification"));
  }
}
