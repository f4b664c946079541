package dev.tocsin.server.rule;

import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The rules of the simple form, under `/api/v1/monitoring/alerts`.
public final class SimpleRuleApi implements RouteSource {
  private static final String PATH = "/api/v1/monitoring/alerts";
  private static final int BODY_LIMIT_BYTES = 64 * 1024;

  private final RuleDesk desk;

  /// A rule as it goes out.
  public record View(
      String id,
      String name,
      String description,
      String metric,
      AlertCondition condition,
      BigDecimal threshold,
      long duration,
      long evaluationInterval,
      AlertChannel channel,
      List<String> recipients,
      boolean isActive,
      long cooldownMinutes,
      String severity,
      SimpleRule.Kind kind,
      Map<String, String> labels,
      long window,
      @Nullable String denominator,
      List<String> groupBy,
      @Nullable BigDecimal recoveryThreshold,
      int consecutive,
      String owner,
      String runbookUrl,
      String expression,
      @Nullable Instant lastTriggeredAt,
      @Nullable BigDecimal lastValue,
      int triggerCount,
      Instant createdAt,
      Instant updatedAt) {
    static View of(StoredRule stored) {
      var rule = stored.rule();
      var signal = rule.signal();
      var test = rule.test();
      var notice = rule.notice();
      var figures = stored.figures();
      return new View(
          stored.id(),
          rule.name(),
          rule.description(),
          signal.metric(),
          test.condition(),
          test.threshold(),
          test.duration().toSeconds(),
          test.interval().toSeconds(),
          notice.channel(),
          notice.recipients(),
          rule.active(),
          notice.cooldown().toMinutes(),
          notice.severity(),
          signal.kind(),
          new TreeMap<>(signal.selector()),
          signal.window().toSeconds(),
          signal.denominator().isEmpty() ? null : signal.denominator(),
          signal.groupBy(),
          test.recovery(),
          test.consecutive(),
          notice.owner(),
          notice.runbookUrl(),
          rule.promQl(),
          figures.lastTriggeredMillis() == 0
              ? null
              : Instant.ofEpochMilli(figures.lastTriggeredMillis()),
          figures.lastValue(),
          figures.triggerCount(),
          Instant.ofEpochMilli(stored.createdMillis()),
          Instant.ofEpochMilli(stored.updatedMillis()));
    }
  }

  public SimpleRuleApi(RuleDesk desk) {
    this.desk = desk;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(PATH, Role.ADMIN, _ -> list()),
        Route.post(PATH, Role.ADMIN, this::create).accepting(BODY_LIMIT_BYTES),
        Route.patch(PATH + "/{id}", Role.ADMIN, this::update).accepting(BODY_LIMIT_BYTES),
        Route.delete(PATH + "/{id}", Role.ADMIN, this::delete),
        Route.post(PATH + "/{id}/test", Role.ADMIN, this::test));
  }

  /// One rule, for those who may see it.
  public Optional<Reply> one(Request request) {
    if (!request.actor().role().includes(Role.ADMIN)) {
      return Optional.empty();
    }
    return desk.find(request.parameter("id")).map(it -> Reply.success("rule", View.of(it)));
  }

  private Reply list() {
    return Reply.success("rules", desk.all().stream().map(View::of).toList());
  }

  private Reply create(Request request) {
    var body = request.json(SimpleRuleBody.class);
    var stored = attempt(() -> desk.create(body, request.actor().name()));
    return Reply.success(201, "rule created", View.of(stored));
  }

  private Reply update(Request request) {
    var body = request.json(SimpleRuleBody.class);
    var id = request.parameter("id");
    var stored = attempt(() -> desk.change(id, body, request.actor().name()));
    return Reply.success("rule changed", View.of(stored.orElseThrow(SimpleRuleApi::none)));
  }

  private Reply delete(Request request) {
    if (!desk.delete(request.parameter("id"), request.actor().name())) {
      throw none();
    }
    return Reply.noContent();
  }

  private Reply test(Request request) {
    var key = attempt(() -> desk.test(request.parameter("id"), request.actor().name()));
    return Reply.success(
        202,
        "test notification queued",
        Map.of("idempotencyKey", key.orElseThrow(SimpleRuleApi::none)));
  }

  private static HttpFailure none() {
    return HttpFailure.notFound("the rule");
  }

  private static <T> T attempt(Supplier<T> work) {
    try {
      return work.get();
    } catch (InvalidRuleException e) {
      throw HttpFailure.invalid("the rule is not usable", e.errors());
    } catch (RuleRefusal e) {
      throw HttpFailure.conflict(String.valueOf(e.getMessage()));
    }
  }
}
