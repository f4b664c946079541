package dev.tocsin.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotCaret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An engineer and a customer in a real browser, through a fault of the payment provider. Leaves
/// pictures of every page in `target/pictures`.
class BrowserTest {
  private static final Path PICTURES = Programs.ROOT.resolve("e2e/target/pictures");
  private static final double FAULT_MILLIS = 90_000;
  private static final double PATIENCE_MILLIS = 30_000;
  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--no-first-run");

  /// Texts of too little contrast, and controls and pictures without a name.
  private static final String FAULTS =
      """
      () => {
        const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
        const rgb = text => {
          canvas.clearRect(0, 0, 1, 1);
          canvas.fillStyle = text;
          canvas.fillRect(0, 0, 1, 1);
          return [...canvas.getImageData(0, 0, 1, 1).data];
        };
        const light = ([r, g, b]) => [r, g, b]
            .map(it => it / 255)
            .map(it => it <= 0.03928 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4)
            .reduce((sum, it, i) => sum + it * [0.2126, 0.7152, 0.0722][i], 0);
        const ground = element => {
          for (let at = element; at; at = at.parentElement) {
            const found = rgb(getComputedStyle(at).backgroundColor);
            if (found[3] === 255) return found;
          }
          return [255, 255, 255, 255];
        };
        const faults = [];
        for (const element of document.querySelectorAll('main *')) {
          if (!element.checkVisibility() || element.closest('svg, [disabled]')) continue;
          const own = [...element.childNodes].some(it => it.nodeType === 3 && it.data.trim());
          if (!own) continue;
          const [one, other] = [rgb(getComputedStyle(element).color), ground(element)]
              .map(light).sort((a, b) => b - a);
          const contrast = (one + 0.05) / (other + 0.05);
          if (contrast < 4.5) {
            faults.push(contrast.toFixed(2) + ' ' + element.textContent.trim().slice(0, 60));
          }
        }
        for (const control of document.querySelectorAll('button, a[href], input, select, textarea')) {
          if (control.type === 'hidden' || !control.checkVisibility()) continue;
          const named = control.getAttribute('aria-label') || control.textContent.trim()
              || (control.labels && control.labels.length);
          if (!named) faults.push('no name: ' + control.outerHTML.slice(0, 120));
        }
        for (const picture of document.querySelectorAll('[role=img]')) {
          if (!picture.getAttribute('aria-label')) {
            faults.push('no name: ' + picture.outerHTML.slice(0, 120));
          }
        }
        return faults;
      }
      """;

  @TempDir private static Path folder;

  private static RunningDemo demo;
  private static Playwright playwright;
  private static Browser browser;

  private final List<String> complaints = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    // A probe's first check and a page's next refresh may each be seconds away.
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    demo = RunningDemo.start(folder);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    var chromium = System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium");
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of(chromium))
                    .setArgs(FLAGS));
  }

  @AfterAll
  static void stop() {
    browser.close();
    playwright.close();
    demo.close();
  }

  @Test
  void anEngineerTakesAFaultFromThePageToTheEnd() {
    try (var engineers = context(ColorScheme.DARK, 1280);
        var customers = context(ColorScheme.LIGHT, 1280)) {
      var operations = signedIn(engineers);
      var status = page(customers, demo.server() + "/status");
      assertThat(status.locator("#status")).containsText("All Systems Operational");
      awaitOrders(operations);
      takePictures("calm");

      turnSwitch(true);
      var burning = operations.getByText("Payments fail").first();
      assertThat(burning).isVisible(new IsVisibleOptions().setTimeout(FAULT_MILLIS));
      assertThat(status.locator("body"))
          .not()
          .containsText(
              "All Systems Operational", new ContainsTextOptions().setTimeout(FAULT_MILLIS));
      takeAlert(operations);
      acknowledge(operations);
      takePictures("fault");

      turnSwitch(false);
      assertThat(operations.locator("body"))
          .containsText("Resolved", new ContainsTextOptions().setTimeout(FAULT_MILLIS));
      assertThat(status.locator("body"))
          .containsText(
              "All Systems Operational", new ContainsTextOptions().setTimeout(FAULT_MILLIS));
      takePictures("after");
      assertEquals(List.of(), complaints, "the console of the browser is silent");
    }
  }

  /// Looks why an alert fires, ticks it with the keyboard alone, takes it, and judges it.
  private static void takeAlert(Page operations) {
    var overview = operations.url();
    operations.getByRole(AriaRole.LINK, named("Alerts")).first().click();
    var card = operations.locator("article", hasText("Payments fail")).first();
    var box = card.getByRole(AriaRole.CHECKBOX);
    box.focus();
    operations.keyboard().press("Space");
    assertThat(operations.locator("[data-chosen-count]")).hasText("1 alert ticked");
    operations.getByRole(AriaRole.BUTTON, named("I have them")).focus();
    operations.keyboard().press("Enter");
    assertThat(card).containsText("admin has it");
    card.getByRole(AriaRole.HEADING).getByRole(AriaRole.LINK).click();
    assertThat(operations.locator(".graph-frame path.own").first()).isAttached();
    assertThat(operations.locator("body")).containsText("delivered");
    operations.getByRole(AriaRole.BUTTON, named("Useful")).click();
    assertThat(operations.locator("button[aria-pressed='true']")).hasText("Useful");
    operations.navigate(overview);
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  /// Opens the incident from the operations page, takes it on and leaves a note.
  private static void acknowledge(Page operations) {
    operations.locator("a[href*='/admin/incidents/']", hasText("Payments fail")).first().click();
    operations.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("I have it")).click();
    assertThat(operations.locator("#incident")).containsText("has it: taken on");
    operations.getByLabel("Note").fill("<b>looking</b> at the provider's status page");
    operations
        .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Add to the timeline"))
        .click();
    assertThat(operations.locator(".timeline"))
        .containsText("<b>looking</b> at the provider's status page");
  }

  private static Page.LocatorOptions hasText(String text) {
    return new Page.LocatorOptions().setHasText(text);
  }

  private static void awaitOrders(Page operations) {
    operations.waitForFunction(
        "() => [...document.querySelectorAll('.figure')].some(it =>"
            + " /Orders/i.test(it.innerText) && /[1-9]/.test(it.querySelector('.value')?.innerText"
            + " ?? ''))",
        null,
        new Page.WaitForFunctionOptions().setTimeout(FAULT_MILLIS));
  }

  private void turnSwitch(boolean on) {
    try (var context = context(ColorScheme.LIGHT, 1280)) {
      var response =
          context
              .request()
              .put(
                  demo.marketplace() + "/admin/switches/payment-provider",
                  com.microsoft.playwright.options.RequestOptions.create()
                      .setHeader("Authorization", "Bearer " + demo.switchToken())
                      .setData(Map.of("on", on)));
      assertTrue(response.ok(), response.text());
    }
  }

  private BrowserContext context(ColorScheme scheme, int width) {
    var context =
        browser.newContext(
            new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(width, 900));
    context.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.text());
          }
        });
    return context;
  }

  private Page page(BrowserContext context, String url) {
    var page = context.newPage();
    page.onPageError(complaints::add);
    page.navigate(url);
    return page;
  }

  private Page signedIn(BrowserContext context) {
    var page = page(context, demo.server() + "/admin/operations");
    page.getByLabel("Name").fill("admin");
    page.getByLabel("Password").fill(demo.password());
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in")).click();
    assertThat(page.getByText("Sign out")).isVisible();
    return page;
  }

  private void takePictures(String moment) {
    for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      for (int width : new int[] {1280, 390}) {
        try (var context = context(scheme, width)) {
          var page = signedIn(context);
          takePictures(page, moment + "-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + width);
        }
      }
    }
  }

  private void takePictures(Page page, String name) {
    var paths =
        Map.ofEntries(
            Map.entry("operations", "/admin/operations"),
            Map.entry("alerts", "/admin/alerts"),
            Map.entry("silences", "/admin/silences?span=month"),
            Map.entry("precision", "/admin/alerts/precision"),
            Map.entry("rules", "/admin/rules"),
            Map.entry("rule", "/admin/rules/new"),
            Map.entry("incidents", "/admin/incidents?state=all"),
            Map.entry("deliveries", "/admin/deliveries"),
            Map.entry("channels", "/admin/channels"),
            Map.entry("routes", "/admin/routes?labels=severity%3DP1"),
            Map.entry("status", "/status"));
    for (var path : paths.entrySet()) {
      page.navigate(demo.server() + path.getValue());
      takePicture(page, path.getKey() + "-" + name);
      if (path.getKey().equals("incidents")) {
        var first = page.locator("#incidents a[href*='/admin/incidents/']").first();
        if (first.count() > 0) {
          first.click();
          takePicture(page, "incident-" + name);
        }
      }
      if (path.getKey().equals("alerts")) {
        var first = page.locator("#alerts h3 a[href*='/admin/alerts/']").first();
        if (first.count() > 0) {
          first.click();
          takePicture(page, "alert-" + name);
        }
      }
    }
  }

  private static void takePicture(Page page, String name) {
    page.waitForLoadState();
    page.waitForFunction(
        "() => [...document.querySelectorAll('.chart')]"
            + ".every(it => it.dataset.state && it.dataset.state !== 'waiting')");
    int overflow =
        (int)
            page.evaluate(
                "() => document.documentElement.scrollWidth -"
                    + " document.documentElement.clientWidth");
    assertEquals(0, overflow, name + " is wider than the screen");
    // To hide the caret, Playwright would set an inline style, of which the browser complains.
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setCaret(ScreenshotCaret.INITIAL)
            .setPath(PICTURES.resolve(name + ".png")));
    assertEquals(List.of(), page.evaluate(FAULTS), name + " has faults for those who cannot see");
  }
}
