package dev.tocsin.server.silence;

import dev.tocsin.series.Matcher;
import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.config.DurationText;
import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Pages;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import dev.tocsin.server.route.MatcherText;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Silences and maintenance windows: what is quiet, what that has muted, and forms to make more.
public final class SilencePages implements RouteSource {
  private static final String PATH = "/admin/silences";
  private static final int FORM_LIMIT_BYTES = 64 * 1024;
  private static final Duration CALENDAR = Duration.ofDays(7);
  private static final Duration ENDED_SHOWN = Duration.ofDays(1);
  private static final Duration WINDOW_LIFE = Duration.ofDays(3650);

  private final Silences silences;
  private final Windows windows;
  private final Pages pages;
  private final InstantSource clock;

  /// A silence with what it did.
  public record Row(Silence silence, Silence.State state, long muted) {}

  /// A window with what it did and when it is open this week.
  public record WindowRow(
      Window window, boolean isOpen, long muted, List<Window.Opening> openings) {
    public WindowRow {
      openings = List.copyOf(openings);
    }
  }

  /// What the page shows.
  ///
  /// @param draft what the form for a silence begins with
  /// @param preview what the draft would mute now
  public record View(
      List<Row> silences, List<WindowRow> windows, Draft draft, List<Alert> preview) {
    public View {
      silences = List.copyOf(silences);
      windows = List.copyOf(windows);
      preview = List.copyOf(preview);
    }
  }

  /// A silence that somebody is about to make.
  ///
  /// @param problem what is wrong with the matchers, or empty
  public record Draft(String matchers, String problem) {}

  public SilencePages(Silences silences, Windows windows, Pages pages, InstantSource clock) {
    this.silences = silences;
    this.windows = windows;
    this.pages = pages;
    this.clock = clock;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(PATH, Role.VIEWER, this::list),
        change("", this::put),
        change("/{id}/expire", this::expire),
        change("/windows", this::putWindow),
        change("/windows/{id}/remove", this::removeWindow));
  }

  private static Route change(String path, dev.tocsin.server.http.Call call) {
    return Route.post(PATH + path, Role.OPERATOR, call).accepting(FORM_LIMIT_BYTES);
  }

  private Reply list(Request request) {
    long now = clock.millis();
    var counts = silences.mutedCounts();
    var rows =
        silences.endingAfter(now - ENDED_SHOWN.toMillis()).stream()
            .map(it -> new Row(it, it.state(now), counts.getOrDefault(it.id(), 0L)))
            .sorted(Comparator.comparing(row -> row.state() == Silence.State.EXPIRED))
            .toList();
    var text = request.query("matchers").orElse("");
    var problem = "";
    List<Alert> preview = List.of();
    try {
      preview = text.isBlank() ? List.of() : silences.preview(MatcherText.parse(text));
    } catch (IllegalArgumentException e) {
      problem = String.valueOf(e.getMessage());
    }
    var view = new View(rows, windowRows(now), new Draft(text, problem), preview);
    return pages.page("silence/list.jte", Map.of("actor", request.actor(), "view", view));
  }

  private List<WindowRow> windowRows(long nowMillis) {
    var counts = windows.mutedCounts();
    return windows.all().stream()
        .map(
            it ->
                new WindowRow(
                    it,
                    it.isOpen(nowMillis),
                    counts.getOrDefault(it.id(), 0L),
                    it.openings(nowMillis, nowMillis + CALENDAR.toMillis())))
        .toList();
  }

  private Reply put(Request request) {
    var form = request.form();
    long now = clock.millis();
    var length =
        DurationText.parse(form.getOrDefault("duration", ""))
            .orElseThrow(() -> HttpFailure.invalid("duration: write one such as 30m, 2h or 1d"));
    return done(
        actor ->
            silences.put(
                new Silences.Wanted(
                    "",
                    matchers(form),
                    actor,
                    form.getOrDefault("reason", "").strip(),
                    now,
                    now + length.toMillis())),
        request);
  }

  private static List<Matcher> matchers(Map<String, String> form) {
    var text = form.getOrDefault("matchers", "");
    try {
      return text.isBlank() ? List.of() : MatcherText.parse(text);
    } catch (IllegalArgumentException e) {
      throw HttpFailure.invalid("matchers: " + e.getMessage());
    }
  }

  private Reply expire(Request request) {
    return done(_ -> silences.expire(request.parameter("id")), request);
  }

  private Reply putWindow(Request request) {
    var form = request.form();
    long now = clock.millis();
    var services =
        Stream.of(form.getOrDefault("services", "").split(",", -1))
            .map(String::strip)
            .filter(it -> !it.isEmpty())
            .toList();
    return done(
        actor ->
            windows.put(
                new Windows.Wanted(
                    "",
                    new Windows.Words(
                        form.getOrDefault("name", "").strip(),
                        actor,
                        form.getOrDefault("reason", "").strip()),
                    new Window.About(matchers(form), services),
                    new Windows.Bounds(now, now + WINDOW_LIFE.toMillis()),
                    form.getOrDefault("intervals", "").replace("\r\n", "\n"))),
        request);
  }

  private Reply removeWindow(Request request) {
    return done(_ -> windows.remove(request.parameter("id")), request);
  }

  private static Reply done(Consumer<String> action, Request request) {
    try {
      action.accept(request.actor().name());
      return Reply.redirect(PATH);
    } catch (SilenceRefusal refusal) {
      throw AlertmanagerApi.failure(refusal);
    }
  }
}
