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

/// `/api/v1/monitoring/channels`: the ways to reach people, and whether they work.
public final class ChannelApi implements RouteSource {
  private static final String PATH = "/api/v1/monitoring/channels";

  private final Channels channels;
  private final Notifier notifier;

  public ChannelApi(Channels channels, Notifier notifier) {
    this.channels = channels;
    this.notifier = notifier;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(PATH, Role.VIEWER, this::list),
        Route.post(PATH + "/{name}/test", Role.ADMIN, this::test));
  }

  private record TestView(String deliveryId, Instant at, String state, @Nullable String lastError) {
    static TestView of(Delivery test) {
      return new TestView(
          test.id(),
          Instant.ofEpochMilli(test.createdAtMillis()),
          test.state().text(),
          test.lastError());
    }
  }

  private record ChannelView(
      String name,
      boolean secondary,
      String breaker,
      HealthView health,
      @Nullable TestView lastTest,
      @Nullable Long canaryMillis) {
    static ChannelView of(Channels.Standing standing) {
      return new ChannelView(
          standing.name(),
          standing.isSecondary(),
          standing.isOpen() ? "open" : "closed",
          HealthView.of(standing.health()),
          standing.lastTest().map(TestView::of).orElse(null),
          standing.lastCanary().map(Canary.Arrival::tookMillis).orElse(null));
    }
  }

  private record HealthView(
      @Nullable Instant lastSuccessAt,
      @Nullable Instant lastFailureAt,
      @Nullable Instant failingSince,
      int failures,
      @Nullable String lastError) {
    static HealthView of(ChannelHealth health) {
      return new HealthView(
          DeliveryApi.instant(health.lastSuccessMillis()),
          DeliveryApi.instant(health.lastFailureMillis()),
          DeliveryApi.instant(health.failingSinceMillis()),
          health.failures(),
          health.lastError());
    }
  }

  private record TransportView(String transport, String part, boolean configured) {}

  private Reply list(Request request) {
    var views = channels.standings().stream().map(ChannelView::of).toList();
    var transports =
        channels.transports().stream()
            .map(it -> new TransportView(it.transport(), it.part(), it.isConfigured()))
            .toList();
    return Reply.success("channels", Map.of("channels", views, "transports", transports));
  }

  private Reply test(Request request) {
    var name = request.parameter("name");
    if (!channels.exists(name)) {
      throw HttpFailure.notFound("the channel " + name);
    }
    var key = notifier.test(name, request.actor().name());
    return Reply.success(202, "test notification queued", Map.of("idempotencyKey", key));
  }
}
