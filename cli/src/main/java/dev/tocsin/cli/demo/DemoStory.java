package dev.tocsin.cli.demo;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A fault in the shop, from the switch to the green page, seen through the surfaces that people
/// and their tools use. Each step waits for what must happen and prints when it did.
final class DemoStory {
  private static final Duration STEP_PATIENCE = Duration.ofSeconds(75);
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
  private static final String SWITCH = "payment-provider";
  private static final List<String> RECEIVERS = List.of("webhook", "slack", "pagerduty", "smtp");

  private final DemoSettings settings;
  private final Demo demo;
  private final Random random = new Random();
  private final PrintWriter out;
  private final ObjectMapper json = new ObjectMapper();
  private final Web web = new Web();
  private final long startNanos = System.nanoTime();
  private final List<String> missing = new ArrayList<>();
  private int killsLeft;
  private String incident = "";

  DemoStory(DemoSettings settings, Demo demo, int kills, PrintWriter out) {
    this.settings = settings;
    this.demo = demo;
    this.killsLeft = kills;
    this.out = out;
  }

  /// Plays it; whether every step happened.
  boolean play() {
    step("the administrator signs in", this::signIn);
    step("orders and revenue flow", this::ordersFlow);
    step("the status page is green", () -> statusPage("All Systems Operational"));
    step("the payment provider is broken", () -> turnSwitch(true));
    step("the alert fires", () -> alertIsFiring() ? "PaymentFailureSurge" : null);
    step("an incident opens by itself", this::incidentOpens);
    for (var receiver : RECEIVERS) {
      step("the " + receiver + " receiver has the page", () -> received(receiver, "open"));
    }
    step("the status page says so", this::statusPageShowsTrouble);
    step("the engineer acknowledges", this::acknowledge);
    step("the payment provider is healed", () -> turnSwitch(false));
    step("the alert resolves", () -> alertIsFiring() ? null : "no active payment alert");
    step("the incident resolves", this::incidentResolves);
    step("the resolution is told", () -> received("webhook", "resolve"));
    step("the status page is green again", () -> statusPage("All Systems Operational"));
    step("the timeline tells all of it", this::timelineIsWhole);
    out.println(
        missing.isEmpty() ? "the story is whole" : "missing: " + String.join("; ", missing));
    web.close();
    return missing.isEmpty();
  }

  /// @param attempt what was seen, or nothing as long as it has not happened
  private void step(String name, Supplier<@Nullable String> attempt) {
    if (!missing.isEmpty()) {
      return;
    }
    perhapsKillTheServer();
    long deadline = System.nanoTime() + STEP_PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      var seen = attempt.get();
      if (seen != null) {
        out.printf("%7.1f s  %-38s %s%n", seconds(), name, seen);
        out.flush();
        return;
      }
      Demo.pause();
    }
    missing.add(name);
    out.printf("%7.1f s  %-38s MISSING%n", seconds(), name);
  }

  private double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  private void perhapsKillTheServer() {
    if (killsLeft > 0 && random.nextInt(3) > 0) {
      killsLeft--;
      demo.killAndRestartServer();
      out.printf("%7.1f s  (the server was killed and started again)%n", seconds());
    }
  }

  private @Nullable String signIn() {
    var answer =
        web.postForm(
            settings.serverUrl() + "/sign-in",
            Map.of("name", "admin", "password", settings.adminPassword(), "next", ""));
    return answer.isFine() && answer.body().contains("Sign out") ? "as admin" : null;
  }

  private @Nullable String ordersFlow() {
    double orders = number("sum(rate(orders_completed_total[30s])) * 60");
    double revenue = number("sum(rate(revenue_total[30s])) * 60");
    return orders > 0 && revenue > 0
        ? "%.0f orders, %.0f of revenue per minute".formatted(orders, revenue)
        : null;
  }

  private double number(String query) {
    var url = settings.serverUrl() + "/api/v1/query?query=" + Web.encoded(query);
    return read(web.get(url)).at("/data/result/0/value/1").asDouble(0);
  }

  private @Nullable String statusPage(String text) {
    return web.get(settings.serverUrl() + "/status").body().contains(text) ? text : null;
  }

  private @Nullable String statusPageShowsTrouble() {
    var outage = statusPage("System Outage");
    return outage == null ? statusPage("Degraded Performance") : outage;
  }

  private @Nullable String turnSwitch(boolean on) {
    var url = settings.marketplaceUrl() + "/admin/switches/" + SWITCH;
    var answer = web.putJson(url, "{\"on\":" + on + "}", settings.adminToken());
    return answer.isFine() ? SWITCH + (on ? " on" : " off") : null;
  }

  private boolean alertIsFiring() {
    var alerts = api("/api/v1/monitoring/alerts/active").at("/data");
    for (var alert : alerts.isArray() ? alerts : alerts.path("alerts")) {
      var name = alert.path("name").asText(alert.at("/labels/alertname").asText(""));
      if (name.equals("PaymentFailureSurge") && alert.path("state").asText().equals("FIRING")) {
        return true;
      }
    }
    return false;
  }

  private @Nullable String incidentOpens() {
    for (var item : items(api("/api/v1/monitoring/incidents"))) {
      if (item.toString().contains("PaymentFailureSurge")
          || item.path("title").asText().toLowerCase(java.util.Locale.ROOT).contains("payment")) {
        incident = item.path("id").asText();
        var whole = api("/api/v1/monitoring/incidents/" + incident).path("data");
        var runbook = whole.path("runbookUrl").asText("");
        return runbook.isEmpty()
            ? null
            : whole.path("severity").asText() + " \"" + whole.path("title").asText() + "\"";
      }
    }
    return null;
  }

  private static Iterable<JsonNode> items(JsonNode answer) {
    var data = answer.path("data");
    return data.isArray() ? data : data.path("items");
  }

  private @Nullable String received(String receiver, String word) {
    var inbox = web.get(settings.sandboxUrl() + "/_inbox/" + receiver).body();
    boolean told =
        switch (receiver) {
          case "pagerduty" -> inbox.contains(word.equals("open") ? "trigger" : "resolve");
          default -> inbox.toLowerCase(java.util.Locale.ROOT).contains(word);
        };
    return told && inbox.toLowerCase(java.util.Locale.ROOT).contains("payment")
        ? read(new Web.Answer(200, inbox)).size() + " message(s)"
        : null;
  }

  private @Nullable String acknowledge() {
    var page = web.get(settings.serverUrl() + "/admin/incidents/" + incident);
    var token = CSRF.matcher(page.body());
    if (!token.find()) {
      return signIn() == null ? null : acknowledge();
    }
    var answer =
        web.postForm(
            settings.serverUrl() + "/admin/incidents/" + incident + "/acknowledge",
            Map.of("_csrf", token.group(1)));
    return answer.isFine() && answer.body().contains("admin") ? "by admin" : null;
  }

  private @Nullable String incidentResolves() {
    var whole = api("/api/v1/monitoring/incidents/" + incident).path("data");
    return whole.path("status").asText().equals("RESOLVED") ? "RESOLVED" : null;
  }

  private @Nullable String timelineIsWhole() {
    var timeline = api("/api/v1/monitoring/incidents/" + incident).at("/data/timeline");
    var text = timeline.toString().toLowerCase(java.util.Locale.ROOT);
    for (var word : List.of("opened", "fired", "delivered", "acknowledged", "admin", "resolved")) {
      if (!text.contains(word)) {
        return null;
      }
    }
    return timeline.size() + " entries";
  }

  private JsonNode api(String path) {
    return read(web.get(settings.serverUrl() + path));
  }

  private JsonNode read(Web.Answer answer) {
    try {
      return json.readTree(answer.body());
    } catch (JacksonException e) {
      return json.createObjectNode();
    }
  }
}
