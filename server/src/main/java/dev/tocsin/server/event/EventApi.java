package dev.tocsin.server.event;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Json;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/api/v1/events`: applications push by a token of their own, which says whose events they are;
/// people read.
public final class EventApi implements RouteSource {
  private static final String PATH = "/api/v1/events";
  private static final String SCHEME = "Bearer ";
  private static final int USUAL_LIMIT = 100;
  private static final int HIGHEST_LIMIT = 1_000;
  private static final TypeReference<Map<String, Object>> DATA = new TypeReference<>() {};

  private final Events events;
  private final EventOptions options;
  private final InstantSource clock;

  public EventApi(Events events, EventOptions options, InstantSource clock) {
    this.events = events;
    this.options = options;
    this.clock = clock;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post(PATH, Role.ANYONE, this::push), Route.get(PATH, Role.VIEWER, this::list));
  }

  private record Answer(int accepted, int duplicates, List<EventBatch.Refused> refused) {}

  private record View(
      String application,
      String id,
      String type,
      Instant at,
      Instant receivedAt,
      @Nullable String key,
      @Nullable String severity,
      boolean toldDirectly,
      String message,
      Map<String, Object> data) {
    static View of(Event event) {
      return new View(
          event.application(),
          event.id(),
          event.type(),
          Instant.ofEpochMilli(event.happenedAtMillis()),
          Instant.ofEpochMilli(event.receivedAtMillis()),
          event.alertKey(),
          event.severity(),
          event.toldDirectly(),
          event.message(),
          Json.stored(event.data(), DATA));
    }
  }

  private Reply push(Request request) {
    var application =
        options
            .application(token(request))
            .orElseThrow(
                () ->
                    HttpFailure.of(
                        401,
                        "this needs the token of an application that stands under"
                            + " events.applications in tocsin.yml"));
    var refused = new ArrayList<EventBatch.Refused>();
    var batch = request.json(EventBatch.class);
    if (!batch.isUsable()) {
      throw HttpFailure.invalid(
          "events must be a list of at most " + EventBatch.EVENT_LIMIT + " events");
    }
    var taken = events.take(batch.read(application, clock.millis(), Json::text, refused));
    return Reply.success("events taken", new Answer(taken.accepted(), taken.duplicates(), refused));
  }

  private static String token(Request request) {
    var header = request.header("authorization").orElse("");
    return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? header.substring(SCHEME.length()).strip()
        : "";
  }

  private Reply list(Request request) {
    var found =
        events.newest(
            request.query("application").orElse(""),
            request.query("type").orElse(""),
            request.query("limit", USUAL_LIMIT, 1, HIGHEST_LIMIT));
    return Reply.success("events, newest first", found.stream().map(View::of).toList());
  }
}
