package dev.tocsin.server.alert;

import dev.tocsin.series.Matcher;
import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.LiveFeed;
import dev.tocsin.server.http.Pages;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import dev.tocsin.server.route.MatcherText;
import dev.tocsin.server.rule.AlertRule;
import dev.tocsin.server.rule.Rule;
import dev.tocsin.server.rule.RuleEngine;
import dev.tocsin.server.rule.RuleHealth;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
  ///
  /// @param mutes why nobody is told of it, if so
  public record Row(Alert alert, Optional<AlertRule> rule, List<Mute> mutes) {
    public Row {
      mutes = List.copyOf(mutes);
    }

    /// What a silence of exactly this alert would match.
    public String matchers() {
      return alert.labels().entrySet().stream()
          .map(label -> Matcher.equal(label.getKey(), label.getValue()).toString())
          .sorted()
          .collect(Collectors.joining(", "));
    }

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
            .accepting(FORM_LIMIT_BYTES),
        Route.post(PATH + "/acknowledge", Role.OPERATOR, this::acknowledgeAll)
            .accepting(FORM_LIMIT_BYTES));
  }

  private Reply list(Request request) {
    var filter = filter(request.query("matchers").orElse(""));
    var open = alerts.open().stream().filter(it -> MatcherText.all(filter, it.labels())).toList();
    var worst = open.stream().sorted(worstFirst()).limit(SHOWN_LIMIT).toList();
    var mutes = alerts.mutes(worst);
    var shown = worst.stream().map(it -> row(it, mutes.getOrDefault(it.id(), List.of()))).toList();
    var rules =
        engine.rules().rules().stream()
            .map(rule -> new RuleRow(rule, engine.health(rule)))
            .sorted(Comparator.comparing(RuleRow::isFailing).reversed())
            .toList();
    var resolved = alerts.resolvedWithin(RECENTLY, RESOLVED_LIMIT);
    return pages.page(
        "alert/list.jte",
        Map.of(
            "actor",
            request.actor(),
            "view",
            new View(shown, open.size(), resolved, rules),
            "matchers",
            MatcherText.print(filter)));
  }

  private static List<Matcher> filter(String text) {
    try {
      return text.isBlank() ? List.of() : MatcherText.parse(text);
    } catch (IllegalArgumentException e) {
      throw HttpFailure.invalid("matchers: " + e.getMessage());
    }
  }

  /// Takes every firing alert that matches.
  private Reply acknowledgeAll(Request request) {
    var text = request.form().getOrDefault("matchers", "");
    var filter = filter(text);
    if (filter.isEmpty()) {
      throw HttpFailure.invalid("matchers: say which alerts you take");
    }
    alerts.open().stream()
        .filter(alert -> alert.state() == AlertState.FIRING && alert.acknowledgedAtMillis() == 0)
        .filter(alert -> MatcherText.all(filter, alert.labels()))
        .limit(SHOWN_LIMIT)
        .forEach(alert -> alerts.acknowledge(alert.id(), request.actor().name()));
    feed.publish(AlertApi.TOPIC);
    return Reply.redirect(PATH + "?matchers=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
  }

  /// An alert without a severity comes last; of the same severity, the oldest first.
  private static Comparator<Alert> worstFirst() {
    return Comparator.comparing((Alert alert) -> alert.state() != AlertState.FIRING)
        .thenComparing(alert -> alert.label("severity").isEmpty() ? "~" : alert.label("severity"))
        .thenComparingLong(Alert::activeSinceMillis);
  }

  /// Rules may share a name; then the one whose severity the alert has is meant.
  private Row row(Alert alert, List<Mute> mutes) {
    var named =
        engine.rules().alertRules().stream()
            .filter(rule -> rule.name().equals(alert.ruleName()))
            .toList();
    var exact =
        named.stream()
            .filter(rule -> alert.label("severity").equals(rule.labels().get("severity")))
            .findFirst();
    return new Row(alert, exact.or(() -> named.stream().findFirst()), mutes);
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
