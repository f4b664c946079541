package dev.tocsin.server.deliver;

import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/api/v1/monitoring/deliveries`: what was told to whom.
public final class DeliveryApi implements RouteSource {
  private static final String PATH = "/api/v1/monitoring/deliveries";
  private static final int USUAL_LIMIT = 20;
  private static final int PAGE_LIMIT = 100_000;

  private final DeliveryLog log;

  public DeliveryApi(DeliveryLog log) {
    this.log = log;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(PATH, Role.VIEWER, this::list),
        Route.get(PATH + "/{id}", Role.VIEWER, this::one));
  }

  private record DeliveryView(
      String id,
      String idempotencyKey,
      String channel,
      String kind,
      @Nullable String incidentId,
      String state,
      int attempts,
      @Nullable Instant nextAttemptAt,
      @Nullable String lastError,
      Instant createdAt,
      @Nullable Instant finishedAt) {
    static DeliveryView of(Delivery delivery) {
      return new DeliveryView(
          delivery.id(),
          delivery.idempotencyKey(),
          delivery.channel(),
          delivery.kind().text(),
          delivery.incidentId(),
          delivery.state().text(),
          delivery.attempts(),
          instant(delivery.nextAttemptMillis()),
          delivery.lastError(),
          Instant.ofEpochMilli(delivery.createdAtMillis()),
          instant(delivery.finishedMillis()));
    }
  }

  private record AttemptView(
      int number,
      Instant at,
      String channel,
      String outcome,
      String answer,
      @Nullable Instant nextAttemptAt) {
    static AttemptView of(DeliveryAttempt attempt) {
      return new AttemptView(
          attempt.number(),
          Instant.ofEpochMilli(attempt.atMillis()),
          attempt.channel(),
          attempt.outcome(),
          attempt.answer(),
          instant(attempt.nextAttemptMillis()));
    }
  }

  record DecisionView(
      Instant at, String mode, @Nullable String target, String reason, String by, String outcome) {
    static DecisionView of(Decided decided) {
      return new DecisionView(
          Instant.ofEpochMilli(decided.atMillis()),
          decided.mode(),
          decided.target(),
          decided.reason(),
          decided.by(),
          decided.outcome());
    }
  }

  private record ListView(List<DeliveryView> deliveries, long total, int page, int limit) {}

  private record DetailView(
      DeliveryView delivery,
      List<AttemptView> attempts,
      List<DecisionView> decisions,
      Message payload) {}

  static @Nullable Instant instant(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis);
  }

  private Reply list(Request request) {
    int limit = request.query("limit", USUAL_LIMIT, 1, DeliveryLog.LIMIT);
    int page = request.query("page", 1, 1, PAGE_LIMIT);
    var states = EnumSet.noneOf(DeliveryState.class);
    var errors = new ArrayList<String>();
    for (var values : request.queries("state")) {
      for (var value : values.split(",", -1)) {
        DeliveryState.parse(value)
            .ifPresentOrElse(
                states::add, () -> errors.add("state: \"" + value + "\" does not exist"));
      }
    }
    if (!errors.isEmpty()) {
      throw HttpFailure.invalid("the filter is not usable", errors);
    }
    var found = log.list(states, limit, (page - 1) * limit);
    var views = found.deliveries().stream().map(DeliveryView::of).toList();
    return Reply.success("deliveries", new ListView(views, found.total(), page, limit));
  }

  private Reply one(Request request) {
    var delivery =
        log.find(request.parameter("id")).orElseThrow(() -> HttpFailure.notFound("the delivery"));
    var attempts = log.attempts(delivery.id()).stream().map(AttemptView::of).toList();
    var decisions = log.decisions(delivery.id()).stream().map(DecisionView::of).toList();
    return Reply.success(
        "delivery",
        new DetailView(DeliveryView.of(delivery), attempts, decisions, delivery.message()));
  }
}
