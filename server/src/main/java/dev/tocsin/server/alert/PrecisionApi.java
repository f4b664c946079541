package dev.tocsin.server.alert;

import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Pages;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What people say of alerts, and the page that shows which rules are worth their noise.
public final class PrecisionApi implements RouteSource {
  private static final String PATH = "/api/v1/monitoring/alerts";
  private static final String PAGE = "/admin/alerts/precision";
  private static final int USUAL_DAYS = 30;
  private static final int MOST_DAYS = 365;
  private static final int FORM_LIMIT_BYTES = 16 * 1024;

  private final PrecisionLedger ledger;
  private final Pages pages;

  record Wanted(@Nullable String verdict) {}

  record View(
      String rule,
      long fired,
      long acknowledged,
      RulePrecision.Verdicts verdicts,
      RulePrecision.Minutes minutes,
      Details details) {
    static View of(RulePrecision rule) {
      return new View(
          rule.ruleName(),
          rule.fired(),
          rule.acknowledged(),
          rule.verdicts(),
          rule.minutes(),
          new Details(rule.shortLived(), rule.precision(), rule.proposal()));
    }
  }

  record Details(long overWithinAMinute, Optional<Double> precision, String proposal) {}

  public PrecisionApi(PrecisionLedger ledger, Pages pages) {
    this.ledger = ledger;
    this.pages = pages;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(PATH + "/precision", Role.VIEWER, this::precision),
        Route.post(PATH + "/{id}/verdict", Role.OPERATOR, this::judge),
        Route.get(PAGE, Role.VIEWER, this::page),
        Route.post("/admin/alerts/{id}/verdict", Role.OPERATOR, this::judgeByForm)
            .accepting(FORM_LIMIT_BYTES));
  }

  private Reply precision(Request request) {
    return Reply.success("precision of rules", rules(request).stream().map(View::of).toList());
  }

  private List<RulePrecision> rules(Request request) {
    return ledger.within(Duration.ofDays(days(request)));
  }

  private static int days(Request request) {
    return request.query("days", USUAL_DAYS, 1, MOST_DAYS);
  }

  private Reply judge(Request request) {
    var wanted = request.json(Wanted.class);
    var verdict = judge(request, wanted.verdict() == null ? "" : wanted.verdict());
    return Reply.success("noted", Map.of("verdict", verdict.text()));
  }

  private Reply judgeByForm(Request request) {
    judge(request, request.form().getOrDefault("verdict", ""));
    return Reply.redirect("/admin/alerts/" + request.parameter("id") + "#verdict");
  }

  private Verdict judge(Request request, String text) {
    var verdict =
        Verdict.parse(text)
            .orElseThrow(() -> HttpFailure.invalid("verdict: use useful, noise or late"));
    if (!ledger.note(request.parameter("id"), verdict, request.actor().name())) {
      throw HttpFailure.notFound("an alert that fired with this id");
    }
    return verdict;
  }

  private Reply page(Request request) {
    return pages.page(
        "alert/precision.jte",
        Map.of("actor", request.actor(), "rules", rules(request), "days", days(request)));
  }
}
