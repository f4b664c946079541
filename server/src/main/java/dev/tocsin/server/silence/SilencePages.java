package dev.tocsin.server.silence;

import dev.tocsin.series.Matcher;
import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.alert.AlertPages;
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
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Silences and maintenance windows: what is quiet, what that has muted, and forms to make more.
public final class SilencePages implements RouteSource {
  private static final String PATH = "/admin/silences";
  private static final int FORM_LIMIT_BYTES = 64 * 1024;
  private static final int MUTED_SHOWN = 200;
  private static final int CHOSEN_LIMIT = 200;
  private static final Duration CALENDAR = Duration.ofDays(7);
  private static final Duration PLANNED = Duration.ofDays(14);

  /// The calendar shows so far back what was quiet.
  private static final Duration KEPT = Duration.ofDays(90);

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
  /// @param planned what the form for a window begins with
  public record View(
      List<Row> silences,
      List<WindowRow> windows,
      MuteCalendar calendar,
      Draft draft,
      List<Alert> preview,
      Planned planned) {
    public View {
      silences = List.copyOf(silences);
      windows = List.copyOf(windows);
      preview = List.copyOf(preview);
    }
  }

  /// A window that somebody is about to plan.
  ///
  /// @param fields as they were sent
  /// @param errors what is wrong with it
  /// @param openings when it would be open in the next two weeks
  /// @param alerts what it would mute if it were open now
  public record Planned(
      Map<String, String> fields,
      List<String> errors,
      List<Window.Opening> openings,
      List<Alert> alerts) {
    static final Planned NONE =
        new Planned(
            Map.of("intervals", "- cron: \"0 2 * * sun\"\n  for: 2h\n  location: Europe/Vienna"),
            List.of(),
            List.of(),
            List.of());

    public Planned {
      fields = Map.copyOf(fields);
      errors = List.copyOf(errors);
      openings = List.copyOf(openings);
      alerts = List.copyOf(alerts);
    }

    public String field(String name) {
      return fields.getOrDefault(name, "");
    }

    public boolean isTried() {
      return fields.containsKey("name");
    }
  }

  /// A silence or window with all that it muted.
  ///
  /// @param covered what it covers of the open alerts
  public record Muted(
      Optional<Row> silence,
      Optional<WindowRow> window,
      List<MutedAlert> muted,
      List<Alert> covered) {
    public Muted {
      muted = List.copyOf(muted);
      covered = List.copyOf(covered);
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
        Route.get(PATH + "/{id}", Role.VIEWER, this::silence),
        Route.get(PATH + "/windows/{id}", Role.VIEWER, this::window),
        change("", this::put),
        change("/alerts", this::putForAlerts),
        change("/windows/preview", this::tryWindow),
        change("/{id}/expire", this::expire),
        change("/windows", this::putWindow),
        change("/windows/{id}/remove", this::removeWindow));
  }

  private static Route change(String path, dev.tocsin.server.http.Call call) {
    return Route.post(PATH + path, Role.OPERATOR, call).accepting(FORM_LIMIT_BYTES);
  }

  private Reply list(Request request) {
    return page(request, Planned.NONE);
  }

  private Reply page(Request request, Planned planned) {
    long now = clock.millis();
    var wish =
        new MuteCalendar.Wish(
            MuteCalendar.Span.of(request.query("span").orElse("")),
            request.query("day").orElse(""));
    var text = request.query("matchers").orElse("");
    var problem = "";
    List<Alert> preview = List.of();
    try {
      preview = text.isBlank() ? List.of() : silences.preview(MatcherText.parse(text));
    } catch (IllegalArgumentException e) {
      problem = String.valueOf(e.getMessage());
    }
    var calendar =
        MuteCalendar.of(wish, silences.endingAfter(now - KEPT.toMillis()), windows.all(), now);
    var view =
        new View(rows(now), windowRows(now), calendar, new Draft(text, problem), preview, planned);
    return pages.page("silence/list.jte", Map.of("actor", request.actor(), "view", view));
  }

  private List<Row> rows(long now) {
    var counts = silences.mutedCounts();
    return silences.endingAfter(now - ENDED_SHOWN.toMillis()).stream()
        .map(it -> new Row(it, it.state(now), counts.getOrDefault(it.id(), 0L)))
        .sorted(Comparator.comparing(row -> row.state() == Silence.State.EXPIRED))
        .toList();
  }

  private Reply silence(Request request) {
    var silence =
        silences
            .find(request.parameter("id"))
            .orElseThrow(() -> HttpFailure.notFound("this silence"));
    var muted = silences.muted(silence.id());
    long count = silences.mutedCounts().getOrDefault(silence.id(), 0L);
    var row = new Row(silence, silence.state(clock.millis()), count);
    var covered = silences.preview(silence::covers);
    return muted(request, new Muted(Optional.of(row), Optional.empty(), muted, covered));
  }

  private Reply window(Request request) {
    var row =
        windowRows(clock.millis()).stream()
            .filter(it -> it.window().id().equals(request.parameter("id")))
            .findFirst()
            .orElseThrow(() -> HttpFailure.notFound("this window"));
    var muted = windows.muted(row.window().id(), MUTED_SHOWN);
    var covered = silences.preview(row.window()::covers);
    return muted(request, new Muted(Optional.empty(), Optional.of(row), muted, covered));
  }

  private Reply muted(Request request, Muted view) {
    return pages.page("silence/one.jte", Map.of("actor", request.actor(), "view", view));
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
    var length = length(form);
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

  private static Duration length(Map<String, String> form) {
    return DurationText.parse(form.getOrDefault("duration", ""))
        .orElseThrow(() -> HttpFailure.invalid("duration: write one such as 30m, 2h or 1d"));
  }

  /// Silences the alerts that were ticked on their page.
  private Reply putForAlerts(Request request) {
    var form = request.form();
    var chosen = AlertPages.chosen(form);
    var length = length(form);
    if (chosen.isEmpty() || chosen.size() > CHOSEN_LIMIT) {
      throw HttpFailure.invalid("tick 1 to " + CHOSEN_LIMIT + " alerts to silence");
    }
    var reason = form.getOrDefault("reason", "").strip();
    return done(actor -> silences.putForAlerts(chosen, actor, reason, length), request);
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
    return done(actor -> windows.put(window(request.form(), actor)), request);
  }

  private Windows.Wanted window(Map<String, String> form, String actor) {
    long now = clock.millis();
    var services =
        Stream.of(form.getOrDefault("services", "").split(",", -1))
            .map(String::strip)
            .filter(it -> !it.isEmpty())
            .toList();
    return new Windows.Wanted(
        "",
        new Windows.Words(
            form.getOrDefault("name", "").strip(), actor, form.getOrDefault("reason", "").strip()),
        new Window.About(matchers(form), services),
        new Windows.Bounds(now, now + WINDOW_LIFE.toMillis()),
        form.getOrDefault("intervals", "").replace("\r\n", "\n"));
  }

  /// Shows when a window would be open and what it would mute.
  private Reply tryWindow(Request request) {
    var form = request.form();
    long now = clock.millis();
    try {
      var window = windows.draft(window(form, request.actor().name()));
      var openings = window.openings(now, now + PLANNED.toMillis());
      var alerts = silences.preview(window::covers);
      return page(request, new Planned(form, List.of(), openings, alerts));
    } catch (SilenceRefusal refusal) {
      return page(request, new Planned(form, refusal.errors(), List.of(), List.of()));
    }
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
