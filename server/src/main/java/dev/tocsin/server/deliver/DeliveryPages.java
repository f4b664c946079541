package dev.tocsin.server.deliver;

import dev.tocsin.server.http.HttpFailure;
import dev.tocsin.server.http.Pages;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who was told what, what is still to be told, and what was given up.
public final class DeliveryPages implements RouteSource {
  private static final String PATH = "/admin/deliveries";
  private static final int PAGE_SIZE = 25;
  private static final int PAGE_LIMIT = 10_000;
  private static final int NOTICES_SHOWN = 5;
  private static final int FORM_LIMIT_BYTES = 16 * 1024;
  private static final int MOST_REPORTED = 1_000_000;
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

  private final DeliveryOptions options;
  private final DeliveryLog log;
  private final DeadLetters deadLetters;
  private final Notifier notifier;
  private final Pages pages;
  private final InstantSource clock;

  /// What the log shows.
  public record ListView(
      DeliveryFigures figures,
      boolean workerAlive,
      List<String> channels,
      List<Delivery> deliveries,
      List<AdminNotice> notices,
      Place place) {}

  /// Which page of the log it is.
  ///
  /// @param state a state's name, or `all`
  public record Place(String state, int page, int pages, long total) {}

  /// What can be done with a dead letter, and what was.
  public record DeskView(List<Decided> decisions, List<String> channels) {}

  /// What the last form did; shown once.
  public record Done(String text) {}

  public DeliveryPages(
      DeliveryOptions options,
      DeliveryLog log,
      DeadLetters deadLetters,
      Notifier notifier,
      Pages pages,
      InstantSource clock) {
    this.options = options;
    this.log = log;
    this.deadLetters = deadLetters;
    this.notifier = notifier;
    this.pages = pages;
    this.clock = clock;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(PATH, Role.VIEWER, this::list),
        Route.get(PATH + "/{id}", Role.VIEWER, this::one),
        Route.post(PATH + "/replay", Role.ADMIN, this::replay).accepting(FORM_LIMIT_BYTES),
        Route.post(PATH + "/{id}/decide", Role.ADMIN, this::decide).accepting(FORM_LIMIT_BYTES),
        Route.post(PATH + "/test", Role.ADMIN, this::test).accepting(FORM_LIMIT_BYTES));
  }

  private Reply list(Request request) {
    var state = request.query("state").orElse("all");
    int page = request.query("page", 1, 1, PAGE_LIMIT);
    var found = log.list(states(state), PAGE_SIZE, (page - 1) * PAGE_SIZE);
    int last = (int) Math.max(1, (found.total() + PAGE_SIZE - 1) / PAGE_SIZE);
    var figures = log.figures();
    boolean alive = clock.millis() - figures.heartbeatMillis() <= LONGEST_SILENCE.toMillis();
    var view =
        new ListView(
            figures,
            alive,
            options.channelNames(),
            found.deliveries(),
            log.notices(NOTICES_SHOWN, 0),
            new Place(state, page, last, found.total()));
    return pages.page(
        "deliver/list.jte", Map.of("actor", request.actor(), "view", view, "done", done(request)));
  }

  private static Set<DeliveryState> states(String state) {
    if (state.equals("all")) {
      return EnumSet.noneOf(DeliveryState.class);
    }
    return EnumSet.of(
        DeliveryState.parse(state)
            .orElseThrow(
                () ->
                    HttpFailure.invalid(
                        "state: use all, pending, sending, delivered, dead or muted")));
  }

  private Done done(Request request) {
    if (request.query("tested").isPresent()) {
      return new Done("The test notification is on its way; its outcome is in the log below.");
    }
    int replayed = request.query("replayed", -1, 0, MOST_REPORTED);
    int failed = request.query("failed", -1, 0, MOST_REPORTED);
    if (replayed < 0 || failed < 0) {
      return new Done("");
    }
    return new Done(
        replayed + " delivered, " + failed + " failed again and stay with what was given up.");
  }

  private Reply one(Request request) {
    var delivery =
        log.find(request.parameter("id")).orElseThrow(() -> HttpFailure.notFound("this delivery"));
    return pages.page(
        "deliver/one.jte",
        Map.of(
            "actor",
            request.actor(),
            "delivery",
            delivery,
            "attempts",
            log.attempts(delivery.id()),
            "desk",
            new DeskView(log.decisions(delivery.id()), options.channelNames())));
  }

  private Reply decide(Request request) {
    var id = request.parameter("id");
    var form = request.form();
    var decision =
        DeadLetterApi.decision(
            form.getOrDefault("mode", ""),
            form.getOrDefault("channel", ""),
            form.getOrDefault("reason", ""),
            form.containsKey("override"));
    var by = request.actor().name();
    DeadLetterApi.granted(() -> deadLetters.decide(List.of(id), decision, by));
    return Reply.redirect(PATH + "/" + id);
  }

  private Reply replay(Request request) {
    int limit = limit(request.form().getOrDefault("limit", ""));
    var override =
        Optional.of(request.form().getOrDefault("override", "")).filter(it -> !it.isBlank());
    var by = request.actor().name();
    var outcome = DeadLetterApi.granted(() -> deadLetters.replay(limit, override, by));
    return Reply.redirect(PATH + "?replayed=" + outcome.replayed() + "&failed=" + outcome.failed());
  }

  private static int limit(String text) {
    try {
      int limit = Integer.parseInt(text.strip());
      if (limit >= 1 && limit <= DeadLetters.REPLAY_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // answered below, like a number out of bounds
    }
    throw HttpFailure.invalid("limit must be a number from 1 to " + DeadLetters.REPLAY_LIMIT);
  }

  private Reply test(Request request) {
    var channel = request.form().getOrDefault("channel", "");
    if (!options.channelNames().contains(channel)) {
      throw HttpFailure.notFound("the channel " + channel);
    }
    notifier.test(channel, request.actor().name());
    return Reply.redirect(PATH + "?tested=1");
  }
}
