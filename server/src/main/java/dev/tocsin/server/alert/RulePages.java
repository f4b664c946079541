package dev.tocsin.server.alert;

import dev.tocsin.promql.PromQlEvaluationException;
import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Pages;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import dev.tocsin.server.rule.AlertRule;
import dev.tocsin.server.rule.InvalidRuleException;
import dev.tocsin.server.rule.LiveRules;
import dev.tocsin.server.rule.Rule;
import dev.tocsin.server.rule.RuleDesk;
import dev.tocsin.server.rule.RuleEngine;
import dev.tocsin.server.rule.RuleFailure;
import dev.tocsin.server.rule.RuleGroup;
import dev.tocsin.server.rule.RuleHealth;
import dev.tocsin.server.rule.RuleOptions;
import dev.tocsin.server.rule.RuleRefusal;
import dev.tocsin.server.rule.SimpleRule;
import dev.tocsin.server.rule.SimpleRuleBody;
import dev.tocsin.server.rule.StoredRule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The rules, how they do, and the form for simple ones with what it would have done.
public final class RulePages implements RouteSource {
  private static final String PATH = "/admin/rules";
  private static final int FORM_LIMIT_BYTES = 64 * 1024;
  private static final Duration PREVIEW = Duration.ofDays(7);

  private final Sources sources;
  private final Backtest backtest;
  private final Pages pages;

  /// Where the pages get what they show.
  public record Sources(RuleEngine engine, LiveRules live, RuleDesk desk, AlertBook alerts) {}

  /// A rule, how its last evaluation went, and what it has raised.
  public record Row(Rule rule, RuleGroup group, RuleHealth health, long firing, long pending) {
    /// The id when it is of the simple form.
    public Optional<String> simpleId() {
      boolean isSimple = rule.source().startsWith(SimpleRule.FILE + ":");
      return isSimple ? Optional.of(rule.group()) : Optional.empty();
    }
  }

  /// What the list shows.
  ///
  /// @param off simple rules that are not evaluated
  public record ListView(List<Row> rows, List<StoredRule> off, LiveRules.Reload reload) {
    public ListView {
      rows = List.copyOf(rows);
      off = List.copyOf(off);
    }

    public long failing() {
      return rows.stream().filter(it -> it.health().state() == RuleHealth.State.FAILING).count();
    }

    public long withoutData() {
      return rows.stream().filter(it -> it.health().state() == RuleHealth.State.NO_DATA).count();
    }
  }

  /// What the form shows.
  ///
  /// @param stored the rule that is edited, or nothing for a new one
  /// @param fields what stands in the form
  /// @param preview what it would have done, or why that is unknown
  public record FormView(
      Optional<StoredRule> stored,
      Map<String, String> fields,
      List<String> errors,
      Optional<SimpleRule> draft,
      Optional<Backtest.Report> preview,
      String message) {
    public FormView {
      fields = Map.copyOf(fields);
      errors = List.copyOf(errors);
    }

    public String field(String name) {
      return fields.getOrDefault(name, "");
    }

    public String action() {
      return PATH + stored.map(it -> "/" + it.id()).orElse("");
    }

    /// When it would have fired, in percent of the time.
    public List<Bar> bars() {
      return preview.stream()
          .flatMap(report -> report.firings().stream().map(it -> Bar.of(it, report.span())))
          .toList();
    }

    /// Where the days begin, in UTC.
    public List<Day> days() {
      return preview.map(report -> Day.of(report.span())).orElse(List.of());
    }
  }

  /// A firing, in percent of the time; the shortest can still be seen.
  public record Bar(double from, double width) {
    private static final double LEAST = 0.5;

    static Bar of(Backtest.Firing firing, Backtest.Span span) {
      double length = span.toMillis() - span.fromMillis();
      double from = 100 * (firing.fromMillis() - span.fromMillis()) / length;
      double width = 100 * firing.length().toMillis() / length;
      return new Bar(Math.clamp(from, 0, 100 - LEAST), Math.clamp(width, LEAST, 100));
    }
  }

  /// The beginning of a day, in percent of the time.
  public record Day(String text, double percent) {
    private static final DateTimeFormatter TEXT =
        DateTimeFormatter.ofPattern("EEE", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    static List<Day> of(Backtest.Span span) {
      long day = Duration.ofDays(1).toMillis();
      double length = span.toMillis() - span.fromMillis();
      var days = new ArrayList<Day>();
      for (long at = Math.ceilDiv(span.fromMillis(), day) * day; at < span.toMillis(); at += day) {
        var text = TEXT.format(Instant.ofEpochMilli(at));
        days.add(new Day(text, 100 * (at - span.fromMillis()) / length));
      }
      return days;
    }
  }

  public RulePages(Sources sources, Backtest backtest, Pages pages) {
    this.sources = sources;
    this.backtest = backtest;
    this.pages = pages;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(PATH, Role.VIEWER, this::list),
        Route.post(PATH + "/reload", Role.ADMIN, this::reload).accepting(FORM_LIMIT_BYTES),
        Route.get(PATH + "/new", Role.ADMIN, this::blank),
        Route.post(PATH + "/preview", Role.ADMIN, this::preview).accepting(FORM_LIMIT_BYTES),
        Route.post(PATH, Role.ADMIN, this::create).accepting(FORM_LIMIT_BYTES),
        Route.get(PATH + "/{id}", Role.ADMIN, this::edit),
        Route.post(PATH + "/{id}", Role.ADMIN, this::change).accepting(FORM_LIMIT_BYTES),
        Route.post(PATH + "/{id}/delete", Role.ADMIN, this::delete).accepting(FORM_LIMIT_BYTES),
        Route.post(PATH + "/{id}/test", Role.ADMIN, this::test).accepting(FORM_LIMIT_BYTES));
  }

  private Reply list(Request request) {
    var open = sources.alerts().open();
    var rows = new ArrayList<Row>();
    for (var group : sources.engine().rules().groups()) {
      for (var rule : group.rules()) {
        rows.add(row(rule, group, open));
      }
    }
    rows.sort(Comparator.comparingInt(RulePages::rank));
    var off = sources.desk().all().stream().filter(it -> !it.rule().active()).toList();
    var view = new ListView(rows, off, sources.live().lastReload());
    return pages.page("alert/rules.jte", Map.of("actor", request.actor(), "view", view));
  }

  private Row row(Rule rule, RuleGroup group, List<Alert> open) {
    long firing = 0;
    long pending = 0;
    for (var alert : open) {
      if (rule instanceof AlertRule && alert.ruleName().equals(rule.name())) {
        firing += alert.state() == AlertState.FIRING ? 1 : 0;
        pending += alert.state() == AlertState.PENDING ? 1 : 0;
      }
    }
    return new Row(rule, group, sources.engine().health(rule), firing, pending);
  }

  /// What needs somebody's eye comes first.
  private static int rank(Row row) {
    if (row.health().state() == RuleHealth.State.FAILING) {
      return 0;
    }
    return row.firing() > 0 ? 1 : row.pending() > 0 ? 2 : 3;
  }

  private Reply reload(Request request) {
    sources.live().reload();
    return Reply.redirect(PATH);
  }

  private Reply blank(Request request) {
    var fields =
        Map.of(
            "condition", "GT",
            "duration", "60",
            "evaluationInterval", "60",
            "cooldownMinutes", "30",
            "severity", "P3",
            "channel", "EMAIL",
            "groupBy", "job",
            "isActive", "on");
    return form(request, new Filled(Optional.empty(), fields), List.of(), "");
  }

  private Reply edit(Request request) {
    var stored = found(request);
    var filled = new Filled(Optional.of(stored), SimpleRuleFields.of(stored.rule()));
    var sent = request.query("tested").map(key -> "A test notification is on its way: " + key);
    return form(request, filled, List.of(), sent.orElse(""));
  }

  private StoredRule found(Request request) {
    return sources
        .desk()
        .find(request.parameter("id"))
        .orElseThrow(() -> HttpFailure.notFound("this rule"));
  }

  /// What stands in the form, and of which rule.
  private record Filled(Optional<StoredRule> stored, Map<String, String> fields) {}

  private Reply preview(Request request) {
    var fields = request.form();
    var stored = Optional.ofNullable(fields.get("id")).flatMap(sources.desk()::find);
    return form(request, new Filled(stored, fields), List.of(), "");
  }

  private Reply create(Request request) {
    var filled = new Filled(Optional.empty(), request.form());
    return attempt(
        request,
        filled,
        () -> {
          var body = SimpleRuleBody.ofForm(filled.fields());
          return PATH + "/" + sources.desk().create(body, request.actor().name()).id();
        });
  }

  private Reply change(Request request) {
    var filled = new Filled(Optional.of(found(request)), request.form());
    return attempt(
        request,
        filled,
        () -> {
          // the form shows every member, so one that was emptied is meant to be empty
          var rule = sources.desk().draft(SimpleRuleBody.ofForm(filled.fields()));
          var id = request.parameter("id");
          sources.desk().replace(id, rule, request.actor().name());
          return PATH + "/" + id;
        });
  }

  private Reply delete(Request request) {
    sources.desk().delete(found(request).id(), request.actor().name());
    return Reply.redirect(PATH);
  }

  private Reply test(Request request) {
    var stored = found(request);
    var filled = new Filled(Optional.of(stored), SimpleRuleFields.of(stored.rule()));
    return attempt(
        request,
        filled,
        () -> {
          var key = sources.desk().test(stored.id(), request.actor().name());
          return PATH + "/" + stored.id() + "?tested=" + key.orElse("");
        });
  }

  /// Goes to the address that the work gives, or shows the form with what is wrong.
  private Reply attempt(Request request, Filled filled, Supplier<String> work) {
    try {
      return Reply.redirect(work.get());
    } catch (InvalidRuleException e) {
      return form(request, filled, e.errors(), "");
    } catch (RuleRefusal e) {
      return form(request, filled, List.of(String.valueOf(e.getMessage())), "");
    }
  }

  private Reply form(Request request, Filled filled, List<String> errors, String message) {
    @Nullable SimpleRule draft = null;
    var all = new ArrayList<>(errors);
    boolean isBlank = filled.fields().getOrDefault("metric", "").isBlank();
    if (errors.isEmpty() && !isBlank) {
      try {
        draft = sources.desk().draft(SimpleRuleBody.ofForm(filled.fields()));
      } catch (InvalidRuleException e) {
        all.addAll(e.errors());
      }
    }
    var preview = preview(draft, all);
    var view =
        new FormView(
            filled.stored(), filled.fields(), all, Optional.ofNullable(draft), preview, message);
    int status = all.isEmpty() ? 200 : 400;
    boolean isFragment = request.header("hx-request").isPresent();
    return pages.page(
        isFragment ? 200 : status,
        "alert/rule.jte",
        Map.of("actor", request.actor(), "view", view));
  }

  private Optional<Backtest.Report> preview(@Nullable SimpleRule draft, List<String> errors) {
    if (draft == null) {
      return Optional.empty();
    }
    var group = draft.compiled("preview", RuleOptions.defaults().seriesPerRule());
    try {
      var rule = (AlertRule) group.rules().getFirst();
      return Optional.of(backtest.replay(rule, group, PREVIEW));
    } catch (RuleFailure | PromQlEvaluationException e) {
      errors.add("what it would have done is not known: " + e.getMessage());
      return Optional.empty();
    }
  }
}
