package dev.tocsin.server.silence;

import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import dev.tocsin.server.route.MatcherText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What Alertmanager's API has no place for: what a silence has muted, and maintenance windows.
public final class SilenceApi implements RouteSource {
  private static final String WINDOWS = "/api/v1/maintenance";
  private static final int MUTED_LIMIT = 200;
  private static final Duration USUAL_LIFE = Duration.ofDays(3650);
  private static final Duration CALENDAR = Duration.ofDays(7);

  private final Silences silences;
  private final Windows windows;
  private final InstantSource clock;

  /// A window as it is sent and received.
  ///
  /// @param about matchers such as `team="db"`, between commas, and services
  /// @param intervals as Alertmanager writes `time_intervals`, YAML; absent for always
  record Wanted(
      @Nullable String name,
      @Nullable String reason,
      @Nullable About about,
      @Nullable Instant startsAt,
      @Nullable Instant endsAt,
      @Nullable String intervals) {}

  record About(@Nullable String matchers, @Nullable List<String> services) {}

  record View(
      String id, String name, String reason, String author, About about, Schedule schedule) {
    static View of(Window window, long nowMillis) {
      var schedule = window.schedule();
      return new View(
          window.id(),
          window.name(),
          window.reason(),
          window.author(),
          new About(window.matcherText(), window.about().services()),
          new Schedule(
              Instant.ofEpochMilli(schedule.startsAtMillis()),
              Instant.ofEpochMilli(schedule.endsAtMillis()),
              schedule.text(),
              window.isOpen(nowMillis),
              window.openings(nowMillis, nowMillis + CALENDAR.toMillis()).stream()
                  .map(Opening::of)
                  .toList()));
    }
  }

  record Schedule(
      Instant startsAt,
      Instant endsAt,
      String intervals,
      boolean isOpen,
      List<Opening> nextSevenDays) {}

  record Opening(Instant from, Instant until) {
    static Opening of(Window.Opening opening) {
      return new Opening(
          Instant.ofEpochMilli(opening.fromMillis()), Instant.ofEpochMilli(opening.untilMillis()));
    }
  }

  public SilenceApi(Silences silences, Windows windows, InstantSource clock) {
    this.silences = silences;
    this.windows = windows;
    this.clock = clock;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/silences/{id}/muted", Role.VIEWER, this::mutedBySilence),
        Route.get(WINDOWS, Role.VIEWER, _ -> list()),
        Route.post(WINDOWS, Role.OPERATOR, this::put),
        Route.get(WINDOWS + "/{id}/muted", Role.VIEWER, this::mutedByWindow),
        Route.delete(WINDOWS + "/{id}", Role.OPERATOR, this::remove));
  }

  private Reply mutedBySilence(Request request) {
    var silence =
        silences
            .find(request.parameter("id"))
            .orElseThrow(() -> HttpFailure.notFound("the silence"));
    return Reply.success("muted alerts", silences.muted(silence.id()));
  }

  private Reply mutedByWindow(Request request) {
    var window =
        windows.find(request.parameter("id")).orElseThrow(() -> HttpFailure.notFound("the window"));
    return Reply.success("muted alerts", windows.muted(window.id(), MUTED_LIMIT));
  }

  private Reply list() {
    long now = clock.millis();
    return Reply.success(
        "maintenance windows", windows.all().stream().map(it -> View.of(it, now)).toList());
  }

  private Reply put(Request request) {
    var wanted = request.json(Wanted.class);
    try {
      var window = windows.put(wanted(wanted, request.actor().name()));
      return Reply.success(201, "planned", View.of(window, clock.millis()));
    } catch (SilenceRefusal refusal) {
      throw AlertmanagerApi.failure(refusal);
    } catch (IllegalArgumentException e) {
      throw HttpFailure.invalid("about.matchers: " + e.getMessage());
    }
  }

  private Windows.Wanted wanted(Wanted wanted, String author) {
    var about = wanted.about() == null ? new About("", List.of()) : wanted.about();
    var matchers = Objects.requireNonNullElse(about.matchers(), "");
    long now = clock.millis();
    return new Windows.Wanted(
        "",
        new Windows.Words(text(wanted.name()), author, text(wanted.reason())),
        new Window.About(
            matchers.isBlank() ? List.of() : MatcherText.parse(matchers),
            Objects.requireNonNullElse(about.services(), List.of())),
        new Windows.Bounds(
            wanted.startsAt() == null ? now : wanted.startsAt().toEpochMilli(),
            wanted.endsAt() == null ? now + USUAL_LIFE.toMillis() : wanted.endsAt().toEpochMilli()),
        text(wanted.intervals()));
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text.strip();
  }

  private Reply remove(Request request) {
    try {
      windows.remove(request.parameter("id"));
    } catch (SilenceRefusal refusal) {
      throw AlertmanagerApi.failure(refusal);
    }
    return Reply.success("removed", request.parameter("id"));
  }
}
