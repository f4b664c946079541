package dev.tocsin.server.alert;

import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.LiveFeed;
import dev.tocsin.server.http.Pages;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import dev.tocsin.server.rule.AlertRule;
import dev.tocsin.server.rule.Rule;
import dev.tocsin.server.rule.RuleEngine;
import dev.tocsin.server.rule.RuleHealth;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The alerts that fire or are about to, and whether the rules that would raise them work.
public final class AlertPages implements RouteSource {
  private static final String PATH = "/admin/alerts";
  private static final int FORM_LIMIT_BYTES = 16 * 1024;
  private static final int SHOWN_LIMIT = 200;
  private static final int RESOLVED_LIMIT = 30;
  private static final Duration RECENTLY = Duration.ofHours(24);

  private final AlertBook alerts;
  private final RuleEngine engine;
  private final LiveFeed feed;
  private final Pages pages;

  /// An alert beside the rule that raised it, if that is still loaded.
  public record Row(Alert alert, Optional<AlertRule> rule) {
    /// Where to read what to do; only addresses that are safe behind a link.
    public Optional<String> runbook() {
      return link(alert.annotation("runbook_url"));
    }

    public Optional<String> dashboard() {
      return link(alert.annotation("dashboard_url"));
    }

    private static Optional<String> link(String address) {
      boolean own = address.startsWith("/") && !address.startsWith("//");
      boolean web = address.startsWith("https://") || address.startsWith("http://");
      return own || web ? Optional.of(address) : Optional.empty();
    }
  }

  /// A rule and how its last evaluation went, as far as this server knows.
  public record RuleRow(Rule rule, RuleHealth health) {
    public boolean isFailing() {
      return health.state() == RuleHealth.State.FAILING;
    }
  }

  /// What the page shows.
  ///
  /// @param active firing ones worst first, then pending ones
  /// @param total how many are active, also those that are not shown
  /// @param rules failing ones first
  public record View(List<Row> active, int total, List<Alert> resolved, List<RuleRow> rules) {
    public View {
      active = List.copyOf(active);
      resolved = List.copyOf(resolved);
      rules = List.copyOf(rules);
    }

    public List<Row> firing() {
      return active.stream().filter(it -> it.alert().state() == AlertState.FIRING).toList();
    }

    public List<Row> pending() {
      return active.stream().filter(it -> it.alert().state() == AlertState.PENDING).toList();
    }

    public long failingRules() {
      return rules.stream().filter(RuleRow::isFailing).count();
    }
  }

  public AlertPages(AlertBook alerts, RuleEngine engine, LiveFeed feed, Pages pages) {
    this.alerts = alerts;
    this.engine = engine;
    this.feed = feed;
    this.pages = pages;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(PATH, Role.VIEWER, this::list),
        Route.post(PATH + "/{id}/acknowledge", Role.OPERATOR, this::acknowledge)
            .accepting(FORM_LIMIT_BYTES));
  }

  private Reply list(Request request) {
    var open = alerts.open();
    var shown = open.stream().sorted(worstFirst()).limit(SHOWN_LIMIT).map(this::row).toList();
    var rules =
        engine.rules().rules().stream()
            .map(rule -> new RuleRow(rule, engine.health(rule)))
            .sorted(Comparator.comparing(RuleRow::isFailing).reversed())
            .toList();
    var resolved = alerts.resolvedWithin(RECENTLY, RESOLVED_LIMIT);
    return pages.page(
        "alert/list.jte",
        Map.of("actor", request.actor(), "view", new View(shown, open.size(), resolved, rules)));
  }

  /// An alert without a severity comes last; of the same severity, the oldest first.
  private static Comparator<Alert> worstFirst() {
    return Comparator.comparing((Alert alert) -> alert.state() != AlertState.FIRING)
        .thenComparing(alert -> alert.label("severity").isEmpty() ? "~" : alert.label("severity"))
        .thenComparingLong(Alert::activeSinceMillis);
  }

  /// Rules may share a name; then the one whose severity the alert has is meant.
  private Row row(Alert alert) {
    var named =
        engine.rules().alertRules().stream()
            .filter(rule -> rule.name().equals(alert.ruleName()))
            .toList();
    var exact =
        named.stream()
            .filter(rule -> alert.label("severity").equals(rule.labels().get("severity")))
            .findFirst();
    return new Row(alert, exact.or(() -> named.stream().findFirst()));
  }

  private Reply acknowledge(Request request) {
    var id = request.parameter("id");
    if (!alerts.acknowledge(id, request.actor().name())) {
      var alert = alerts.find(id).orElseThrow(() -> HttpFailure.notFound("this alert"));
      var by = alert.acknowledgedBy();
      throw HttpFailure.conflict(by == null ? "the alert does not fire any more" : by + " has it");
    }
    feed.publish(AlertApi.TOPIC);
    return Reply.redirect(PATH);
  }
}
