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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/api/v1/monitoring/deliveries`, its neighbours, and the replay of dead letters.
public final class DeliveryApi implements RouteSource {
  private static final String PATH = "/api/v1/monitoring";
  private static final int USUAL_LIMIT = 20;
  private static final int USUAL_REPLAY_LIMIT = 10;
  private static final int PAGE_LIMIT = 100_000;

  private final DeliveryOptions options;
  private final DeliveryLog log;
  private final DeadLetters deadLetters;
  private final Notifier notifier;

  public DeliveryApi(
      DeliveryOptions options, DeliveryLog log, DeadLetters deadLetters, Notifier notifier) {
    this.options = options;
    this.log = log;
    this.deadLetters = deadLetters;
    this.notifier = notifier;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(PATH + "/deliveries", Role.VIEWER, this::list),
        Route.get(PATH + "/deliveries/{id}", Role.VIEWER, this::one),
        Route.get(PATH + "/notices", Role.VIEWER, this::notices),
        Route.post(PATH + "/channels/{name}/test", Role.ADMIN, this::test),
        Route.post("/notifications/incident-alerts/replay-dead-letter", Role.ADMIN, this::replay));
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

  private record NoticeView(
      String id,
      Instant at,
      String kind,
      String summary,
      @Nullable String incidentId,
      @Nullable String deliveryId) {
    static NoticeView of(AdminNotice notice) {
      return new NoticeView(
          notice.id(),
          Instant.ofEpochMilli(notice.atMillis()),
          notice.kind(),
          notice.summary(),
          notice.incidentId(),
          notice.notificationId());
    }
  }

  private record ListView(List<DeliveryView> deliveries, long total, int page, int limit) {}

  private record DetailView(DeliveryView delivery, List<AttemptView> attempts, Message payload) {}

  private static @Nullable Instant instant(long millis) {
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
    return Reply.success(
        "delivery", new DetailView(DeliveryView.of(delivery), attempts, delivery.message()));
  }

  private Reply notices(Request request) {
    int limit = request.query("limit", USUAL_LIMIT, 1, DeliveryLog.LIMIT);
    int page = request.query("page", 1, 1, PAGE_LIMIT);
    var views = log.notices(limit, (page - 1) * limit).stream().map(NoticeView::of).toList();
    return Reply.success("notices", Map.of("notices", views, "page", page, "limit", limit));
  }

  private Reply test(Request request) {
    var name = request.parameter("name");
    if (!options.channelNames().contains(name)) {
      throw HttpFailure.notFound("the channel " + name);
    }
    var key = notifier.test(name, request.actor().name());
    return Reply.success(202, "test notification queued", Map.of("idempotencyKey", key));
  }

  private Reply replay(Request request) {
    // A larger wish is not refused: the answer tells how many remain.
    int limit = request.query("limit", USUAL_REPLAY_LIMIT, 1, Integer.MAX_VALUE);
    return Reply.success("dead letters replayed", deadLetters.replay(limit));
  }
}
