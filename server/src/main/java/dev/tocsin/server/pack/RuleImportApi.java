package dev.tocsin.server.pack;

import dev.tocsin.promql.PromQlEvaluationException;
import dev.tocsin.server.alert.Backtest;
import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import dev.tocsin.server.rule.AlertRule;
import dev.tocsin.server.rule.RuleFailure;
import dev.tocsin.server.rule.RuleSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Versioned import of rule files, under `/api/v1/monitoring/rule-imports`. Without `apply` it is a
/// dry run: lint, what would change, and what the rules would have done over the stored history.
public final class RuleImportApi implements RouteSource {
  private static final String PATH = "/api/v1/monitoring/rule-imports";
  private static final int BODY_LIMIT_BYTES = 4 * 1024 * 1024;
  private static final int USUAL_DAYS = 7;
  private static final int REPLAY_LIMIT = 50;

  private final RuleImports imports;
  private final Backtest backtest;
  private final Consumer<String> changed;

  private record Body(
      @Nullable String name,
      @Nullable String version,
      @Nullable String file,
      boolean apply,
      boolean confirmDowngrade,
      @Nullable Integer days) {
    RuleImports.Wish wish() {
      return new RuleImports.Wish(text(name), text(version), text(file), confirmDowngrade);
    }

    private static String text(@Nullable String text) {
      return text == null ? "" : text;
    }
  }

  private record ImportView(
      String name,
      String version,
      String step,
      List<String> changes,
      String importedBy,
      Instant importedAt,
      boolean isCurrent) {
    static ImportView of(RuleImport one) {
      return new ImportView(
          one.name(),
          one.version(),
          one.step().text(),
          one.content().changes(),
          one.origin().by(),
          Instant.ofEpochMilli(one.origin().atMillis()),
          one.isCurrent());
    }
  }

  /// @param fired how often it would have fired
  private record ReplayView(String rule, int fired, double firingSeconds, @Nullable String error) {}

  private record PlanView(
      String step, boolean applied, List<String> changes, int days, List<ReplayView> replays) {}

  /// @param changed is told the name of what was imported or removed
  public RuleImportApi(RuleImports imports, Backtest backtest, Consumer<String> changed) {
    this.imports = imports;
    this.backtest = backtest;
    this.changed = changed;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(PATH, Role.ADMIN, _ -> history()),
        Route.post(PATH, Role.ADMIN, this::take).accepting(BODY_LIMIT_BYTES),
        Route.delete(PATH + "/{name}", Role.ADMIN, this::remove));
  }

  private Reply history() {
    return Reply.success("imports", imports.history().stream().map(ImportView::of).toList());
  }

  private Reply take(Request request) {
    var body = request.json(Body.class);
    int days = body.days() == null ? USUAL_DAYS : body.days();
    if (days < 1 || days > Backtest.LONGEST.toDays()) {
      throw HttpFailure.invalid("days must be a number from 1 to " + Backtest.LONGEST.toDays());
    }
    var plan = usable(imports.plan(body.wish()));
    var replays = replays(plan.rules(), days);
    if (body.apply()) {
      plan = usable(imports.take(body.wish(), request.actor().name()));
      changed.accept(body.wish().name());
    }
    return Reply.success(
        body.apply() ? "rules in force" : "dry run",
        new PlanView(plan.step().text(), body.apply(), plan.changes(), days, replays));
  }

  private static RuleImports.Plan usable(RuleImports.Plan plan) {
    if (!plan.problems().isEmpty()) {
      throw HttpFailure.invalid("the rules cannot be imported", plan.problems());
    }
    if (!plan.refusal().isEmpty()) {
      throw HttpFailure.conflict(plan.refusal());
    }
    return plan;
  }

  private List<ReplayView> replays(RuleSet rules, int days) {
    var replays = new ArrayList<ReplayView>();
    for (var group : rules.groups()) {
      for (var rule : group.rules()) {
        if (rule instanceof AlertRule alert && replays.size() < REPLAY_LIMIT) {
          try {
            var report = backtest.replay(alert, group, Duration.ofDays(days));
            double seconds = report.total().toMillis() / 1e3;
            replays.add(new ReplayView(rule.name(), report.fired(), seconds, null));
          } catch (RuleFailure | PromQlEvaluationException e) {
            replays.add(new ReplayView(rule.name(), 0, 0, e.getMessage()));
          }
        }
      }
    }
    return replays;
  }

  private Reply remove(Request request) {
    var name = request.parameter("name");
    if (!imports.remove(name, request.actor().name())) {
      throw HttpFailure.notFound("the import");
    }
    changed.accept(name);
    return Reply.noContent();
  }
}
