package dev.tocsin.server.alert;

import dev.tocsin.promql.PromQlEvaluationException;
import dev.tocsin.server.config.Problem;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import dev.tocsin.server.rule.AlertRule;
import dev.tocsin.server.rule.InvalidRuleException;
import dev.tocsin.server.rule.RuleDesk;
import dev.tocsin.server.rule.RuleFailure;
import dev.tocsin.server.rule.RuleGroup;
import dev.tocsin.server.rule.RuleOptions;
import dev.tocsin.server.rule.RuleSet;
import dev.tocsin.server.rule.RuleSource;
import dev.tocsin.server.rule.SimpleRuleBody;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// `POST /api/v1/monitoring/alerts/backtest`: what rules would have done over the stored history.
public final class BacktestApi implements RouteSource {
  private static final int BODY_LIMIT_BYTES = 4 * 1024 * 1024;
  private static final int USUAL_DAYS = 7;
  private static final int RULE_LIMIT = 50;

  private final Backtest backtest;
  private final RuleDesk desk;
  private final RuleOptions options;

  /// What to replay: a rule of the simple form, or a rule file as text.
  private record Body(
      @Nullable SimpleRuleBody rule, @Nullable String file, @Nullable Integer days) {}

  private record FiringView(
      Map<String, String> labels, Instant from, Instant until, double seconds, boolean met) {}

  private record ReportView(
      String rule,
      Instant from,
      Instant until,
      double stepSeconds,
      int fired,
      double firingSeconds,
      @Nullable Double precision,
      int troubles,
      int found,
      List<FiringView> firings) {
    static ReportView of(Backtest.Report report) {
      return new ReportView(
          report.rule(),
          Instant.ofEpochMilli(report.span().fromMillis()),
          Instant.ofEpochMilli(report.span().toMillis()),
          seconds(report.span().step()),
          report.fired(),
          seconds(report.total()),
          report.firings().isEmpty() ? null : (Double) report.precision(),
          report.troubles(),
          report.found(),
          report.firings().stream().map(ReportView::firing).toList());
    }

    private static FiringView firing(Backtest.Firing firing) {
      return new FiringView(
          new TreeMap<>(firing.labels()),
          Instant.ofEpochMilli(firing.fromMillis()),
          Instant.ofEpochMilli(firing.untilMillis()),
          seconds(firing.length()),
          firing.met());
    }

    private static double seconds(Duration duration) {
      return duration.toMillis() / 1e3;
    }
  }

  public BacktestApi(Backtest backtest, RuleDesk desk, RuleOptions options) {
    this.backtest = backtest;
    this.desk = desk;
    this.options = options;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/api/v1/monitoring/alerts/backtest", Role.ADMIN, this::replay)
            .accepting(BODY_LIMIT_BYTES));
  }

  private Reply replay(Request request) {
    var body = request.json(Body.class);
    int days = body.days() == null ? USUAL_DAYS : body.days();
    if (days < 1 || days > Backtest.LONGEST.toDays()) {
      throw HttpFailure.invalid("days must be a number from 1 to " + Backtest.LONGEST.toDays());
    }
    var reports = new ArrayList<ReportView>();
    for (var group : groups(body)) {
      for (var rule : group.rules()) {
        if (rule instanceof AlertRule alert) {
          reports.add(ReportView.of(replayed(alert, group, Duration.ofDays(days))));
        }
      }
    }
    return Reply.success("backtest", reports);
  }

  private Backtest.Report replayed(AlertRule rule, RuleGroup group, Duration time) {
    try {
      return backtest.replay(rule, group, time);
    } catch (RuleFailure | PromQlEvaluationException e) {
      throw HttpFailure.of(422, rule.name() + " cannot be replayed: " + e.getMessage());
    }
  }

  private List<RuleGroup> groups(Body body) {
    var simple = body.rule();
    var file = body.file();
    if ((simple == null) == (file == null)) {
      throw HttpFailure.invalid("send either rule or file");
    }
    try {
      return simple != null
          ? List.of(desk.draft(simple).compiled("draft", options.seriesPerRule()))
          : read(String.valueOf(file));
    } catch (InvalidRuleException e) {
      throw HttpFailure.invalid("the rule is not usable", e.errors());
    }
  }

  private List<RuleGroup> read(String text) {
    var problems = new Problems();
    var found = RuleSet.read(List.of(new RuleSource("file", text)), options.alone(), problems);
    if (!problems.isEmpty()) {
      throw HttpFailure.invalid(
          "the rule file is not usable", problems.list().stream().map(Problem::toString).toList());
    }
    if (found.alertRules().size() > RULE_LIMIT) {
      throw HttpFailure.invalid("the file has more than " + RULE_LIMIT + " alert rules");
    }
    return found.groups();
  }
}
