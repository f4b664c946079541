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
import dev.tocsin.server.route.RoutingTree;
import dev.tocsin.server.rule.AlertRule;
import dev.tocsin.server.rule.Rule;
import dev.tocsin.server.rule.RuleEngine;
import dev.tocsin.server.rule.RuleHealth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// The alerts that fire or are about to, in groups, and forms to take or silence several at once.
public final class AlertPages implements RouteSource {
  /// A chosen alert is a field of this name and its id.
  public static final String CHOSEN = "alert-";

  private static final String PATH = "/admin/alerts";
  private static final int FORM_LIMIT_BYTES = 64 * 1024;
  private static final int SHOWN_LIMIT = 200;
  private static final int RESOLVED_LIMIT = 30;
  private static final Duration RECENTLY = Duration.ofHours(24);

  private final AlertBook alerts;
  private final RuleEngine engine;
  private final RoutingTree routes;
  private final LiveFeed feed;
  private final Pages pages;

  /// An alert beside the rule that raised it, if that is still loaded.
  ///
  /// @param mutes why nobody is told of it, if so
  public record Row(Alert alert, Optional<AlertRule> rule, List<Mute> mutes) {
    public Row {
      mutes = List.copyOf(mutes);
    }

    public boolean isFiring() {
      return alert.state() == AlertState.FIRING;
    }

    public boolean isTaken() {
      return alert.acknowledgedBy() != null;
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

  /// Alerts under one heading.
  ///
  /// @param number tells the group from others on the page
  public record Group(int number, String title, List<Row> rows) {
    public Group {
      rows = List.copyOf(rows);
    }

    public long untaken() {
      return rows.stream().filter(it -> it.isFiring() && !it.isTaken()).count();
    }
  }

  /// A rule and how its last evaluation went, as far as this server knows.
  public record RuleRow(Rule rule, RuleHealth health) {
    public boolean isFailing() {
      return health.state() == RuleHealth.State.FAILING;
    }
  }

  /// What can be chosen in the filter.
  public record Choices(List<String> severities, List<String> owners) {}

  /// What the page shows.
  ///
  /// @param groups of firing ones, the group with the worst alert first
  /// @param pending those that do not fire yet
  /// @param total how many are active, also those that are not shown
  /// @param failing rules that cannot be evaluated
  public record View(
      List<Group> groups,
      List<Row> pending,
      int total,
      List<Alert> resolved,
      List<RuleRow> failing,
      Choices choices) {
    public View {
      groups = List.copyOf(groups);
      pending = List.copyOf(pending);
      resolved = List.copyOf(resolved);
      failing = List.copyOf(failing);
    }

    public int firing() {
      return groups.stream().mapToInt(it -> it.rows().size()).sum();
    }
  }

  public AlertPages(
      AlertBook alerts, RuleEngine engine, RoutingTree routes, LiveFeed feed, Pages pages) {
    this.alerts = alerts;
    this.engine = engine;
    this.routes = routes;
    this.feed = feed;
    this.pages = pages;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(PATH, Role.VIEWER, this::list),
        Route.post(PATH + "/{id}/acknowledge", Role.OPERATOR, this::acknowledge)
            .accepting(FORM_LIMIT_BYTES),
        Route.post(PATH + "/acknowledge", Role.OPERATOR, this::acknowledgeSeveral)
            .accepting(FORM_LIMIT_BYTES));
  }

  private Reply list(Request request) {
    var filter = filter(name -> request.query(name).orElse(""));
    var all = alerts.open();
    var open = all.stream().filter(filter::wants).toList();
    var worst = open.stream().sorted(worstFirst()).limit(SHOWN_LIMIT).toList();
    var mutes = alerts.mutes(worst);
    var rows =
        worst.stream()
            .map(it -> row(engine, it, mutes.getOrDefault(it.id(), List.of())))
            .collect(Collectors.partitioningBy(Row::isFiring));
    var resolved = alerts.resolvedWithin(RECENTLY, RESOLVED_LIMIT);
    var view =
        new View(
            groups(rows.getOrDefault(true, List.of()), filter.heading()),
            rows.getOrDefault(false, List.of()),
            open.size(),
            resolved.stream().filter(filter::wants).toList(),
            failing(),
            choices(all));
    return pages.page(
        "alert/list.jte", Map.of("actor", request.actor(), "view", view, "filter", filter));
  }

  private List<RuleRow> failing() {
    return engine.rules().rules().stream()
        .map(rule -> new RuleRow(rule, engine.health(rule)))
        .filter(RuleRow::isFailing)
        .toList();
  }

  private static Choices choices(List<Alert> open) {
    var severities = new TreeSet<>(List.of("P1", "P2", "P3", "P4"));
    var owners = new TreeSet<String>();
    for (var alert : open) {
      severities.add(alert.label("severity"));
      owners.add(alert.label("owner"));
    }
    severities.remove("");
    owners.remove("");
    return new Choices(List.copyOf(severities), List.copyOf(owners));
  }

  private List<Group> groups(List<Row> rows, AlertFilter.Heading heading) {
    var groups = new LinkedHashMap<String, List<Row>>();
    for (var row : rows) {
      groups.computeIfAbsent(title(row.alert(), heading), _ -> new ArrayList<>()).add(row);
    }
    var found = new ArrayList<Group>();
    groups.forEach((title, own) -> found.add(new Group(found.size(), title, own)));
    return found;
  }

  private String title(Alert alert, AlertFilter.Heading heading) {
    return switch (heading) {
      case SEVERITY -> orElse(alert.label("severity"), "no severity");
      case OWNER -> orElse(alert.label("owner"), "no owner");
      case SERVICE -> orElse(alert.label("service"), "no service");
      case GROUP -> {
        var found = routes.find(alert.labels());
        var service = alert.label("service");
        yield found
            .groupKey()
            .map(_ -> routed(found))
            .orElse(alert.ruleName() + (service.isEmpty() ? "" : " on " + service));
      }
    };
  }

  private static String routed(RoutingTree.Found found) {
    var labels =
        found.groupLabels().entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(", "));
    return orElse(labels, "all of route " + found.paths().getFirst());
  }

  private static String orElse(String text, String other) {
    return text.isEmpty() ? other : text;
  }

  /// Without routes of one's own, what belongs together is what is about one service.
  private AlertFilter filter(UnaryOperator<String> field) {
    try {
      boolean isRouted = routes.root().isPresent();
      var usual = isRouted ? AlertFilter.Heading.GROUP : AlertFilter.Heading.SERVICE;
      return AlertFilter.read(field, usual);
    } catch (IllegalArgumentException e) {
      throw HttpFailure.invalid("matchers: " + e.getMessage());
    }
  }

  /// Takes the alerts that were chosen; if the form offers no choice, every one that its filter
  /// wants.
  private Reply acknowledgeSeveral(Request request) {
    var form = request.form();
    var filter = filter(name -> form.getOrDefault(name, ""));
    var chosen = chosen(form);
    boolean isChoice = form.containsKey("choice");
    if (isChoice ? chosen.isEmpty() : filter.isAll()) {
      throw HttpFailure.invalid("say which alerts you take: tick some, or filter the list");
    }
    alerts.open().stream()
        .filter(alert -> alert.state() == AlertState.FIRING && alert.acknowledgedAtMillis() == 0)
        .filter(alert -> isChoice ? chosen.contains(alert.id()) : filter.wants(alert))
        .limit(SHOWN_LIMIT)
        .forEach(alert -> alerts.acknowledge(alert.id(), request.actor().name()));
    feed.publish(AlertApi.TOPIC);
    return Reply.redirect(PATH + "?" + filter.query());
  }

  /// The ids of the alerts that were ticked in a form.
  public static List<String> chosen(Map<String, String> form) {
    return form.keySet().stream()
        .filter(name -> name.startsWith(CHOSEN))
        .map(name -> name.substring(CHOSEN.length()))
        .toList();
  }

  /// An alert without a severity comes last; of the same severity, the oldest first.
  private static Comparator<Alert> worstFirst() {
    return Comparator.comparing((Alert alert) -> alert.state() != AlertState.FIRING)
        .thenComparing(alert -> alert.label("severity").isEmpty() ? "~" : alert.label("severity"))
        .thenComparingLong(Alert::activeSinceMillis);
  }

  /// Rules may share a name; then the one whose severity the alert has is meant.
  public static Row row(RuleEngine engine, Alert alert, List<Mute> mutes) {
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
    boolean isFromItsPage = request.form().containsKey("one");
    return Reply.redirect(isFromItsPage ? PATH + "/" + id : PATH);
  }
}
