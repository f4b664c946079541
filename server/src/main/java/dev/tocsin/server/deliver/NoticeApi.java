package dev.tocsin.server.deliver;

import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/api/v1/monitoring/notices`: the stream of notices.
public final class NoticeApi implements RouteSource {
  private static final String PATH = "/api/v1/monitoring/notices";
  private static final int USUAL_LIMIT = 20;
  private static final int PAGE_LIMIT = 100_000;

  private final Notices notices;

  public NoticeApi(Notices notices) {
    this.notices = notices;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(PATH, Role.VIEWER, this::list),
        Route.post(PATH + "/read", Role.VIEWER, this::read),
        Route.post(PATH + "/{id}/acknowledge", Role.OPERATOR, this::acknowledge));
  }

  private record NoticeView(
      String id,
      Instant at,
      String kind,
      String key,
      String summary,
      @Nullable String incidentId,
      @Nullable String deliveryId,
      int times,
      Instant lastAt,
      @Nullable Instant overAt,
      @Nullable String acknowledgedBy) {
    static NoticeView of(AdminNotice notice) {
      return new NoticeView(
          notice.id(),
          Instant.ofEpochMilli(notice.atMillis()),
          notice.kind(),
          notice.key(),
          notice.summary(),
          notice.incidentId(),
          notice.notificationId(),
          notice.times(),
          Instant.ofEpochMilli(notice.lastMillis()),
          DeliveryApi.instant(notice.overMillis()),
          notice.acknowledgedBy());
    }
  }

  private Reply list(Request request) {
    int limit = request.query("limit", USUAL_LIMIT, 1, DeliveryLog.LIMIT);
    int page = request.query("page", 1, 1, PAGE_LIMIT);
    boolean onlyOpen = request.query("state").orElse("all").equals("open");
    var kind = request.query("kind").orElse("");
    var keys = request.query("key").orElse("");
    var views =
        notices.list(kind, onlyOpen, keys, limit, (page - 1) * limit).stream()
            .map(NoticeView::of)
            .toList();
    long unread = notices.unread(request.actor().id());
    return Reply.success(
        "notices", Map.of("notices", views, "page", page, "limit", limit, "unread", unread));
  }

  private Reply read(Request request) {
    notices.markRead(request.actor().id());
    return Reply.success("notices read", Map.of("unread", 0));
  }

  private Reply acknowledge(Request request) {
    var id = request.parameter("id");
    if (!notices.acknowledge(id, request.actor().name())) {
      throw HttpFailure.conflict("the notice is acknowledged already or does not exist");
    }
    return Reply.success("notice acknowledged", Map.of("id", id));
  }
}
