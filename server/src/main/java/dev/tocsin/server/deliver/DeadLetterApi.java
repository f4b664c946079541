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
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The desk of dead letters: `/api/v1/monitoring/dead-letters` and the replay.
public final class DeadLetterApi implements RouteSource {
  private static final String PATH = "/api/v1/monitoring/dead-letters";
  private static final int USUAL_REPLAY_LIMIT = 10;

  private final DeadLetters deadLetters;
  private final Notifier notifier;

  public DeadLetterApi(DeadLetters deadLetters, Notifier notifier) {
    this.deadLetters = deadLetters;
    this.notifier = notifier;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/notifications/incident-alerts/replay-dead-letter", Role.ADMIN, this::replay),
        Route.post(PATH + "/decisions", Role.ADMIN, this::decide),
        Route.get(PATH + "/replays", Role.VIEWER, this::runs),
        Route.post(PATH + "/drills", Role.ADMIN, this::drill));
  }

  /// What a person wants done with letters.
  private record Wish(
      @Nullable List<String> ids,
      @Nullable String mode,
      @Nullable String channel,
      @Nullable String reason,
      @Nullable Boolean override) {
    Decision decision() {
      return DeadLetterApi.decision(
          orEmpty(mode), orEmpty(channel), orEmpty(reason), Boolean.TRUE.equals(override));
    }
  }

  private record DrillWish(@Nullable String channel) {}

  private record RunView(
      Instant at, String by, String proof, boolean drill, int replayed, int failed) {
    static RunView of(ReplayRun run) {
      return new RunView(
          Instant.ofEpochMilli(run.atMillis()),
          run.by(),
          run.proof(),
          run.isDrill(),
          run.result().replayed(),
          run.result().failed());
    }
  }

  /// @throws HttpFailure if there is no such mode
  static Decision decision(String mode, String channel, String reason, boolean override) {
    return switch (mode) {
      case "replay" -> new Decision.Replay(reason, override);
      case "other_channel" -> new Decision.OtherChannel(channel, reason);
      case "manual_handoff" -> new Decision.ManualHandoff(reason);
      case "dismissed" -> new Decision.Dismissed(reason);
      default ->
          throw HttpFailure.invalid(
              "mode must be one of replay, other_channel, manual_handoff, dismissed");
    };
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /// A refusal of the desk is a conflict.
  static <T> T granted(Supplier<T> work) {
    try {
      return work.get();
    } catch (RefusedException e) {
      throw HttpFailure.conflict(String.valueOf(e.getMessage()));
    }
  }

  private Reply replay(Request request) {
    // A larger wish is not refused: the answer tells how many remain.
    int limit = request.query("limit", USUAL_REPLAY_LIMIT, 1, Integer.MAX_VALUE);
    var override = request.query("override").filter(reason -> !reason.isBlank());
    checkReason(override);
    var by = request.actor().name();
    return Reply.success(
        "dead letters replayed", granted(() -> deadLetters.replay(limit, override, by)));
  }

  private static void checkReason(Optional<String> reason) {
    if (reason.orElse("").length() > DeadLetters.REASON_LIMIT) {
      throw HttpFailure.invalid("override is longer than " + DeadLetters.REASON_LIMIT);
    }
  }

  private Reply decide(Request request) {
    var wish = request.json(Wish.class);
    var ids = wish.ids() == null ? List.<String>of() : wish.ids();
    var decided = granted(() -> deadLetters.decide(ids, wish.decision(), request.actor().name()));
    return Reply.success(
        "decided",
        Map.of("decisions", decided.stream().map(DeliveryApi.DecisionView::of).toList()));
  }

  private Reply runs(Request request) {
    return Reply.success(
        "replays",
        Map.of(
            "replays",
            deadLetters.runs().stream().map(RunView::of).toList(),
            "drillOverdue",
            deadLetters.isDrillOverdue()));
  }

  private Reply drill(Request request) {
    var channel = orEmpty(request.json(DrillWish.class).channel());
    var by = request.actor().name();
    var run = granted(() -> deadLetters.drill(channel, notifier.testMessage(by), by));
    return Reply.success("drill", RunView.of(run));
  }
}
