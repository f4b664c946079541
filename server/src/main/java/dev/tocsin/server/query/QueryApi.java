package dev.tocsin.server.query;

import dev.tocsin.promql.Annotations;
import dev.tocsin.promql.PromQl;
import dev.tocsin.promql.PromQlEvaluationException;
import dev.tocsin.promql.QueryCancelledException;
import dev.tocsin.promql.RangeWindow;
import dev.tocsin.promql.Value;
import dev.tocsin.promql.ast.Expr;
import dev.tocsin.series.Labels;
import dev.tocsin.series.Matcher;
import dev.tocsin.server.http.Call;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The query part of the Prometheus HTTP API, in its shapes, also for errors.
///
/// An empty answer about a metric that the store has never heard of carries the remark that says
/// so, as an empty answer alone does not tell a quiet metric from a mistyped one.
public final class QueryApi implements RouteSource {
  private static final int BAD_REQUEST = 400;
  private static final int UNPROCESSABLE = 422;
  private static final int UNAVAILABLE = 503;

  private final Queries queries;
  private final InstantSource clock;

  private record Failure(String status, String errorType, String error) {}

  public QueryApi(Queries queries, InstantSource clock) {
    this.queries = queries;
    this.clock = clock;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/query", Role.VIEWER, guarded(this::instant)),
        Route.post("/api/v1/query", Role.VIEWER, guarded(this::instant)),
        Route.get("/api/v1/query_range", Role.VIEWER, guarded(this::range)),
        Route.post("/api/v1/query_range", Role.VIEWER, guarded(this::range)),
        Route.get("/api/v1/series", Role.VIEWER, guarded(this::series)),
        Route.post("/api/v1/series", Role.VIEWER, guarded(this::series)),
        Route.get("/api/v1/labels", Role.VIEWER, guarded(this::labels)),
        Route.post("/api/v1/labels", Role.VIEWER, guarded(this::labels)),
        Route.get("/api/v1/label/{name}/values", Role.VIEWER, guarded(this::values)));
  }

  private static Call guarded(Call call) {
    return request -> {
      try {
        return call.answer(request);
      } catch (BadQuestionException e) {
        return failure(BAD_REQUEST, "bad_data", String.valueOf(e.getMessage()));
      } catch (QueryCancelledException e) {
        return failure(UNAVAILABLE, "timeout", String.valueOf(e.getMessage()));
      } catch (PromQlEvaluationException e) {
        return failure(UNPROCESSABLE, "execution", String.valueOf(e.getMessage()));
      } catch (QueriesBusyException e) {
        return failure(UNAVAILABLE, "unavailable", String.valueOf(e.getMessage()))
            .with("Retry-After", "1");
      }
    };
  }

  private static QueryParameters parameters(Request request) {
    var type = request.header("content-type").orElse("");
    boolean isForm = type.startsWith("application/x-www-form-urlencoded");
    var form = isForm ? new String(request.body(), StandardCharsets.UTF_8) : "";
    return new QueryParameters(request::queries, form);
  }

  private static Reply.Whole failure(int status, String type, String problem) {
    return Reply.json(status, new Failure("error", type, problem));
  }

  private static Reply answer(byte[] json) {
    return new Reply.Whole(200, "application/json", json, Map.of());
  }

  private Reply instant(Request request) {
    var parameters = parameters(request);
    var expr = parameters.expression();
    long at = parameters.time("time", clock.millis());
    var annotations = new Annotations();
    var value = queries.instant(expr, at, timeout(parameters), annotations);
    noteUnknownMetrics(expr, value, annotations);
    return answer(AnswerText.of(value, annotations));
  }

  private Reply range(Request request) {
    var parameters = parameters(request);
    var expr = parameters.expression();
    long start = parameters.time("start");
    long end = parameters.time("end");
    var step =
        parameters
            .duration("step")
            .orElseThrow(() -> QueryParameters.invalid("step", "is missing"));
    if (step.isZero() || step.isNegative()) {
      throw QueryParameters.invalid("step", "zero or negative steps are not accepted");
    }
    requireOrder(start, end);
    var annotations = new Annotations();
    var window = new RangeWindow(start, end, step.toMillis());
    var value = queries.range(expr, window, timeout(parameters), annotations);
    noteUnknownMetrics(expr, value, annotations);
    return answer(AnswerText.of(value, annotations));
  }

  private static void requireOrder(long start, long end) {
    if (end < start) {
      throw QueryParameters.invalid("end", "end timestamp must not be before start time");
    }
  }

  /// The asker may shorten the time that a query may take, not lengthen it.
  private Duration timeout(QueryParameters parameters) {
    var most = queries.options().timeout();
    var asked = parameters.duration("timeout").orElse(most);
    return asked.compareTo(most) < 0 && asked.isPositive() ? asked : most;
  }

  private void noteUnknownMetrics(Expr expr, Value value, Annotations annotations) {
    boolean empty =
        switch (value) {
          case Value.Scalar _, Value.Text _ -> false;
          case Value.InstantVector vector -> vector.samples().isEmpty();
          case Value.RangeMatrix matrix -> matrix.series().isEmpty();
        };
    if (!empty) {
      return;
    }
    for (var selector : PromQl.selectors(expr)) {
      var name = selector.metricName();
      if (!name.isEmpty() && !isKnown(name)) {
        annotations.inform("there is no metric named " + name, selector.span());
      }
    }
  }

  private boolean isKnown(String metric) {
    var matcher = List.of(Matcher.equal(Labels.METRIC_NAME, metric));
    return !queries.reader().labelValues(Labels.METRIC_NAME, 0, Long.MAX_VALUE, matcher).isEmpty();
  }

  private Reply series(Request request) {
    var parameters = parameters(request);
    var selectors = parameters.selectors();
    if (selectors.isEmpty()) {
      throw new BadQuestionException("no match[] parameter provided");
    }
    long start = parameters.time("start", 0);
    long end = parameters.time("end", clock.millis());
    requireOrder(start, end);
    var found = new TreeSet<Labels>();
    for (var selector : selectors) {
      queries.reader().select(start, end, selector).forEach(it -> found.add(it.labels()));
    }
    return answer(AnswerText.ofLabels(found.stream().limit(parameters.limit()).toList()));
  }

  private Reply labels(Request request) {
    return names(
        request, (start, end, matchers) -> queries.reader().labelNames(start, end, matchers));
  }

  private Reply values(Request request) {
    var name = request.parameter("name");
    return names(
        request,
        (start, end, matchers) -> queries.reader().labelValues(name, start, end, matchers));
  }

  /// One question for names, for one selector.
  @FunctionalInterface
  private interface Question {
    List<String> ask(long startMillis, long endMillis, List<Matcher> matchers);
  }

  private Reply names(Request request, Question question) {
    var parameters = parameters(request);
    var selectors = new ArrayList<>(parameters.selectors());
    if (selectors.isEmpty()) {
      selectors.add(List.of());
    }
    long start = parameters.time("start", 0);
    long end = parameters.time("end", clock.millis());
    requireOrder(start, end);
    var names = new TreeSet<String>();
    for (var selector : selectors) {
      names.addAll(question.ask(start, end, selector));
    }
    return answer(AnswerText.ofTexts(names.stream().limit(parameters.limit()).toList()));
  }
}
