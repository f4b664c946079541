package dev.tocsin.sdk.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.tocsin.sdk.correlation.Correlation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// A visitor's real browser on a page with a strict content security policy.
class RumBrowserTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String[] PRODUCTION = {
    "NODE_ENV=production",
    "tocsin.rum.vitals-endpoint=/vitals",
    "tocsin.rum.errors-endpoint=/errors"
  };

  private static Playwright playwright;
  private static Browser browser;

  private final List<String> complaints = new ArrayList<>();
  private RunningShop shop;

  @BeforeAll
  static void launch() {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    String chromium = System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium");
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of(chromium))
                    .setArgs(List.of("--no-sandbox", "--disable-gpu", "--no-first-run")));
  }

  @AfterAll
  static void quit() {
    browser.close();
    playwright.close();
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  @Test
  void aVisitIsOnePostAfterTheDebounceAndTheRestWhenThePageIsHidden() {
    Page page = open("/page/1", PRODUCTION);
    page.click("button");
    Awaitility.await().atMost(PATIENCE).until(() -> pump(page) && !receiver().vitals.isEmpty());
    JsonNode first = receiver().vitals.get(0);
    assertEquals(
        Set.of("route", "metrics", "userAgent", "country", "connectionType"), names(first));
    assertEquals("/page/1", first.path("route").asString());
    assertEquals("DE", first.path("country").asString());
    assertEquals(page.evaluate("navigator.userAgent"), first.path("userAgent").asString());
    assertEquals(
        page.evaluate("navigator.connection.effectiveType"),
        first.path("connectionType").asString());
    Set<String> early = metrics(first);
    assertTrue(early.containsAll(Set.of("FCP", "TTFB")), early::toString);
    int beforeHiding = receiver().vitals.size();

    hide(page);
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> pump(page) && seen().containsAll(Set.of("CLS", "LCP", "INP", "FCP", "TTFB")));
    assertTrue(receiver().vitals.size() > beforeHiding);
    assertEquals(List.of(), complaints);
  }

  @Test
  void metricsThatComeOneAfterTheOtherWaitForEachOtherAndAreSentTogether() {
    Page page = open("/page/1", PRODUCTION);
    page.evaluate("tocsinRum.report({name: 'FID', value: 12.3456, rating: 'good'})");
    page.evaluate("tocsinRum.report({name: 'FID', value: 310, rating: 'poor'})");
    page.evaluate("tocsinRum.report({name: 'XYZ', value: 1, rating: 'good'})");
    page.evaluate("tocsinRum.report({name: 'LCP', value: -1, rating: 'good'})");
    page.evaluate("tocsinRum.report(null)");
    assertEquals(0, receiver().vitals.size());
    Awaitility.await().atMost(PATIENCE).until(() -> pump(page) && !receiver().vitals.isEmpty());
    JsonNode post = receiver().vitals.get(0);
    assertTrue(metrics(post).containsAll(Set.of("FID", "FCP", "TTFB")), post::toString);
    for (JsonNode metric : post.path("metrics")) {
      assertEquals(Set.of("name", "value", "rating"), names(metric));
      assertTrue(
          Set.of("GOOD", "NEEDS_IMPROVEMENT", "POOR").contains(metric.path("rating").asString()));
      if (metric.path("name").asString().equals("FID")) {
        assertEquals(310, metric.path("value").asDouble());
        assertEquals("POOR", metric.path("rating").asString());
      }
    }
  }

  @Test
  void aVisitorWhoLeavesAtOnceIsNotLost() {
    Page page = open("/page/2", PRODUCTION);
    page.waitForFunction("performance.getEntriesByName('first-contentful-paint').length > 0");
    page.navigate("http://localhost:" + shop.port() + "/echo");
    Awaitility.await().atMost(PATIENCE).until(() -> pump(page) && seen().contains("TTFB"));
    assertEquals("/page/2", receiver().vitals.get(0).path("route").asString());
  }

  @Test
  void withoutBeaconsFetchTakesOver() {
    shop = new RunningShop(RumShop.class, PRODUCTION);
    Page page = browser.newPage();
    page.addInitScript("Object.defineProperty(navigator, 'sendBeacon', {value: () => false});");
    page.navigate("http://localhost:" + shop.port() + "/page/1");
    hide(page);
    Awaitility.await().atMost(PATIENCE).until(() -> pump(page) && seen().contains("TTFB"));
  }

  @Test
  void errorsAreSentOnceWithTheCorrelationIdAndWithoutTheQuery() {
    Page page = open("/page/1?token=hunter2", PRODUCTION);
    page.click("#broken");
    page.click("#broken");
    page.click("#rejected");
    page.evaluate("tocsinRum.error(new Error('boundary'))");
    hide(page);
    Awaitility.await().atMost(PATIENCE).until(() -> pump(page) && !receiver().errors.isEmpty());
    JsonNode post = receiver().errors.get(0);
    assertEquals("/page/1", post.path("route").asString());
    assertEquals(receiver().correlationId, post.path("correlationId").asString());
    assertEquals(3, post.path("errors").size(), post::toString);
    JsonNode error = post.path("errors").path(0);
    assertEquals("error", error.path("type").asString());
    assertEquals("TypeError: broken button", error.path("message").asString());
    assertEquals(2, error.path("count").asInt());
    assertTrue(error.path("source").asString().endsWith("/page.js"), error::toString);
    assertTrue(error.path("line").asInt() > 0);
    assertEquals("unhandledrejection", post.at("/errors/1/type").asString());
    assertEquals("Error: boundary", post.at("/errors/2/message").asString());
    assertTrue(!post.toString().contains("hunter2"), post::toString);
  }

  @Test
  void aFloodOfErrorsIsBounded() {
    Page page = open("/page/1", PRODUCTION);
    page.evaluate("for (let i = 0; i < 500; i++) tocsinRum.error(new Error('e' + i))");
    hide(page);
    Awaitility.await().atMost(PATIENCE).until(() -> pump(page) && !receiver().errors.isEmpty());
    assertEquals(10, receiver().errors.get(0).path("errors").size());
  }

  @Test
  void theIdOfTheMetaElementWinsOverTheHeader() {
    Page page = open("/page/1", PRODUCTION);
    page.evaluate(
        "document.head.insertAdjacentHTML('beforeend',"
            + " '<meta name=\"tocsin-correlation-id\" content=\"meta-1\">')");
    page.evaluate("tocsinRum.error('x')");
    hide(page);
    Awaitility.await().atMost(PATIENCE).until(() -> pump(page) && !receiver().errors.isEmpty());
    assertEquals("meta-1", receiver().errors.get(0).path("correlationId").asString());
    assertNotEquals("meta-1", receiver().correlationId);
  }

  @Test
  void outsideOfProductionNothingIsMeasuredOrSent() {
    Page page =
        open("/page/1", "tocsin.rum.vitals-endpoint=/vitals", "tocsin.rum.errors-endpoint=/errors");
    page.evaluate("tocsinRum.report({name: 'FID', value: 1, rating: 'good'})");
    page.evaluate("tocsinRum.error(new Error('x'))");
    page.click("#broken");
    hide(page);
    // The receiver answers in order, so after this nothing from before can be on its way.
    page.evaluate("navigator.sendBeacon('/vitals', new Blob(['{}'], {type: 'application/json'}))");
    Awaitility.await().atMost(PATIENCE).until(() -> pump(page) && !receiver().vitals.isEmpty());
    assertEquals(1, receiver().vitals.size());
    assertEquals(List.of(), receiver().errors);
  }

  private Page open(String path, String... settings) {
    shop = new RunningShop(RumShop.class, settings);
    Page page = browser.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.text().contains("Content Security Policy")) {
            complaints.add(message.text());
          }
        });
    page.navigate("http://localhost:" + shop.port() + path);
    return page;
  }

  /// What the browser does when the visitor switches to another tab.
  private static void hide(Page page) {
    page.evaluate(
        "Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true});"
            + "Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
            + "document.dispatchEvent(new Event('visibilitychange', {bubbles: true}));");
  }

  /// Lets the browser's events through to the test.
  private static boolean pump(Page page) {
    page.waitForTimeout(50);
    return true;
  }

  private Receiver receiver() {
    return shop.bean(Receiver.class);
  }

  private Set<String> seen() {
    Set<String> seen = new HashSet<>();
    receiver().vitals.forEach(post -> seen.addAll(metrics(post)));
    return seen;
  }

  private static Set<String> metrics(JsonNode post) {
    Set<String> metrics = new HashSet<>();
    post.path("metrics").forEach(metric -> metrics.add(metric.path("name").asString()));
    return metrics;
  }

  private static Set<String> names(JsonNode object) {
    return new HashSet<>(object.propertyNames());
  }

  @Configuration
  @Import(ShopApplication.class)
  static class RumShop {

    @Bean
    Receiver receiver() {
      return new Receiver();
    }
  }

  @RestController
  static class Receiver {

    private static final String PAGE =
        """
        <!doctype html><html lang="en"><head><title>Shop</title>
        <meta name="tocsin-country" content="de">
        <script src="/tocsin/rum.js" defer></script><script src="/page.js" defer></script>
        </head><body><h1>Product</h1><button>Buy</button>
        <button id="broken">Broken</button><button id="rejected">Rejected</button></body></html>
        """;

    private static final String SCRIPT =
        """
        document.querySelector('#broken').addEventListener('click', () => {
          throw new TypeError('broken button');
        });
        document.querySelector('#rejected').addEventListener('click', () => {
          Promise.reject(new Error('rejected button'));
        });
        """;

    final List<JsonNode> vitals = new CopyOnWriteArrayList<>();
    final List<JsonNode> errors = new CopyOnWriteArrayList<>();
    volatile String correlationId = "";

    @GetMapping("/page/{id}")
    ResponseEntity<String> page(@PathVariable("id") String id) {
      correlationId = Correlation.current().orElseThrow().correlationId();
      return ResponseEntity.ok()
          .header("Content-Type", "text/html; charset=utf-8")
          .header(
              "Content-Security-Policy",
              "default-src 'none'; script-src 'self'; connect-src 'self'")
          .body(PAGE);
    }

    @GetMapping("/page.js")
    ResponseEntity<String> script() {
      return ResponseEntity.ok().header("Content-Type", "text/javascript").body(SCRIPT);
    }

    @PostMapping("/vitals")
    void vitals(@RequestBody JsonNode body) {
      vitals.add(body);
    }

    @PostMapping("/errors")
    void errors(@RequestBody JsonNode body) {
      errors.add(body);
    }
  }
}
