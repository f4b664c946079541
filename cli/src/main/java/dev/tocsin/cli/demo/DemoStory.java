package dev.tocsin.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A fault in the shop, from the switch to the green page, seen through the surfaces that people
/// and their tools use. Each step waits for what must happen and prints when it did.
final class DemoStory {
  private static final Duration STEP_PATIENCE = Duration.ofSeconds(90);
  private static final String SWITCH = "payment-provider";
  private static final String RULE = "PaymentFailureSurge";
  private static final String INCIDENTS = "/api/v1/monitoring/incidents";
  private static final String GREEN = "All Systems Operational";

  private final DemoSettings settings;
  private final PrintWriter out;
  private final Web web = new Web();
  private final ServerApi server;
  private final Killings killings;
  private final long startNanos = System.nanoTime();
  private final List<String> missing = new ArrayList<>();
  private String incident = "";

  DemoStory(DemoSettings settings, Demo demo, int kills, PrintWriter out) {
    this.settings = settings;
    this.out = out;
    server = new ServerApi(settings.serverUrl(), settings.adminPassword(), web);
    killings = new Killings(kills, demo, new SampleWitness(server), out);
  }

  /// Plays it; whether every step happened.
  boolean play() {
    step("the administrator signs in", () -> server.signIn() ? "as admin" : null);
    step("orders and revenue flow", this::ordersFlow);
    step("the status page is green", () -> statusPage(GREEN));
    step("the payment provider is broken", () -> turnSwitch(true));
    step("the alert fires", () -> alertIsFiring() ? RULE : null);
    step("an incident opens by itself", this::incidentOpens);
    for (var receiver : List.of("webhook", "slack", "pagerduty", "smtp")) {
      step("the " + receiver + " receiver has the page", () -> received(receiver));
    }
    step("the status page says so", this::statusPageShowsTrouble);
    step("the engineer acknowledges", this::acknowledge);
    step("the payment provider is healed", () -> turnSwitch(false));
    step("the alert resolves", this::alertResolves);
    step("the incident resolves", this::incidentResolves);
    step("the status page is green again", () -> statusPage(GREEN));
    step("every kill has happened", () -> killings.left() == 0 ? "all of them" : null);
    step("every notification was delivered", this::everyNotificationArrived);
    step("one fault is one incident", this::oneIncident);
    step("no sample is lost", () -> killings.losses().isEmpty() ? "none" : null);
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
    long deadline = System.nanoTime() + STEP_PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      var seen = attempt.get();
      if (seen != null) {
        out.printf("%7.1f s  %-38s %s%n", seconds(), name, seen);
        out.flush();
        return;
      }
      killings.perhaps();
      Demo.pause();
    }
    missing.add(name);
    out.printf("%7.1f s  %-38s MISSING%n", seconds(), name);
  }

  private double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  private @Nullable String ordersFlow() {
    double orders = number("sum(rate(orders_completed_total[30s])) * 60");
    double revenue = number("sum(rate(revenue_total[30s])) * 60");
    return orders > 0 && revenue > 0
        ? "%.0f orders, %.0f of revenue per minute".formatted(orders, revenue)
        : null;
  }

  private double number(String query) {
    return server.query(query).at("/data/result/0/value/1").asDouble(0);
  }

  private @Nullable String statusPage(String text) {
    return server.page("/status").contains(text) ? text : null;
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
    for (var alert : server.get("/api/v1/monitoring/alerts/active").path("data")) {
      if (alert.path("name").asText().equals(RULE)
          && alert.path("state").asText().equalsIgnoreCase("firing")) {
        return true;
      }
    }
    return false;
  }

  private @Nullable String alertResolves() {
    var answer = server.get("/api/v1/monitoring/alerts/active");
    boolean answered = answer.path("status").asText().equals("success");
    return answered && !alertIsFiring() ? "no payment alert is active" : null;
  }

  private List<JsonNode> incidentsOfTheRule() {
    var found = new ArrayList<JsonNode>();
    var data = server.get(INCIDENTS + "?limit=100").path("data");
    for (var item : data.isArray() ? data : data.path("incidents")) {
      var whole = server.get(INCIDENTS + "/" + item.path("id").asText()).path("data");
      if (whole.path("alerts").toString().contains(RULE)) {
        found.add(whole);
      }
    }
    return found;
  }

  private @Nullable String incidentOpens() {
    for (var whole : incidentsOfTheRule()) {
      incident = whole.path("id").asText();
      if (!whole.path("runbookUrl").asText("").isEmpty()
          && !whole.path("cause").asText("").isEmpty()) {
        return whole.path("severity").asText() + " \"" + whole.path("title").asText() + "\"";
      }
    }
    return null;
  }

  private @Nullable String oneIncident() {
    int count = incidentsOfTheRule().size();
    return count == 1 ? "one" : null;
  }

  private JsonNode inbox(String receiver) {
    return server.read(web.get(settings.sandboxUrl() + "/_inbox/" + receiver + "?limit=1000"));
  }

  private @Nullable String received(String receiver) {
    // The shop sends letters too; the team's address tells them apart.
    var sign = receiver.equals("smtp") ? "on-call@shop.example" : "payment";
    int messages = 0;
    for (var message : inbox(receiver)) {
      messages += message.toString().toLowerCase(Locale.ROOT).contains(sign) ? 1 : 0;
    }
    return messages == 0 ? null : messages + " message(s)";
  }

  /// Every notification is delivered, and what the webhook's receiver has agrees with it.
  private @Nullable String everyNotificationArrived() {
    var keys = new HashSet<String>();
    for (var message : inbox("webhook")) {
      message
          .path("headers")
          .properties()
          .forEach(
              header -> {
                if (header.getKey().equalsIgnoreCase("idempotency-key")) {
                  keys.add(header.getValue().asText());
                }
              });
    }
    var data = server.get("/api/v1/monitoring/deliveries?limit=100").path("data");
    var deliveries = data.isArray() ? data : data.path("deliveries");
    for (var delivery : deliveries) {
      boolean isWebhook = delivery.path("channel").asText().equals("incident-webhook");
      if (!delivery.path("state").asText().equalsIgnoreCase("delivered")
          || (isWebhook && !keys.contains(delivery.path("idempotencyKey").asText()))) {
        return null;
      }
    }
    return deliveries.isEmpty() ? null : deliveries.size() + " notifications";
  }

  private @Nullable String acknowledge() {
    var path = "/admin/incidents/" + incident;
    var page = server.submit(path, path + "/acknowledge", Map.of());
    return page.contains("has it: taken on") ? "by admin, in the browser's form" : null;
  }

  private @Nullable String incidentResolves() {
    var whole = server.get(INCIDENTS + "/" + incident).path("data");
    return whole.path("status").asText().equals("RESOLVED") ? "RESOLVED" : null;
  }

  private @Nullable String timelineIsWhole() {
    var timeline = server.get(INCIDENTS + "/" + incident).at("/data/timeline");
    var text = timeline.toString().toLowerCase(Locale.ROOT);
    for (var word : List.of("opened", "fired", "delivered", "acknowledged", "admin", "resolved")) {
      if (!text.contains(word)) {
        return null;
      }
    }
    return timeline.size() + " entries";
  }
}
