package dev.tocsin.sdk.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.sdk.ops.OpsJson;
import dev.tocsin.sdk.ops.OpsRequest;
import dev.tocsin.sdk.ops.OpsResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Takes decisions on dead letters: who, why, which ones, how many. A replay is bounded by the
/// request and throttled by the minute.
final class DecisionDesk {

  private static final int MAX_LETTERS = 100;
  private static final int MAX_TEXT_LENGTH = 500;
  private static final int MAX_ID_LENGTH = 200;
  private static final int MAX_REQUEST_ID_LENGTH = 100;
  private static final int RETRY_AFTER_SECONDS = 60;

  private final InstantSource clock;
  private final int replaysPerMinute;
  private final Map<String, ReplayThrottle> throttles = new ConcurrentHashMap<>();

  DecisionDesk(InstantSource clock, int replaysPerMinute) {
    this.clock = clock;
    this.replaysPerMinute = replaysPerMinute;
  }

  OpsResponse replay(QueueWatch watch, DeadLetters letters, OpsRequest request) throws Exception {
    return act(DecisionChoice.REPLAYED, OpsJson.object(request.body()), watch, letters, request);
  }

  OpsResponse decide(QueueWatch watch, DeadLetters letters, OpsRequest request) throws Exception {
    ObjectNode body = OpsJson.object(request.body());
    DecisionChoice choice = DecisionChoice.of(body.path("decision").asText());
    return act(choice, body, watch, letters, request);
  }

  private OpsResponse act(
      DecisionChoice choice,
      ObjectNode body,
      QueueWatch watch,
      DeadLetters letters,
      OpsRequest request)
      throws Exception {
    List<String> ids = ids(body);
    int wanted = ids.isEmpty() ? limit(body) : ids.size();
    int granted = choice == DecisionChoice.REPLAYED ? throttle(watch).grant(wanted) : wanted;
    if (granted == 0) {
      return tooFast();
    }
    String who = clean(request.actor());
    DecisionOutcome outcome =
        letters.decide(new DecisionRequest(choice, ids, granted, who, why(body), requestId(body)));
    watch.look();
    return OpsJson.answer(200, fields(choice, outcome, ids, granted));
  }

  private ReplayThrottle throttle(QueueWatch watch) {
    return throttles.computeIfAbsent(
        watch.queue().name(), name -> new ReplayThrottle(replaysPerMinute, clock));
  }

  private OpsResponse tooFast() {
    OpsResponse problem =
        OpsJson.problem(
            429,
            "At most "
                + replaysPerMinute
                + " dead letters of a queue are replayed within a minute: wait, then go on.");
    Map<String, String> headers = new LinkedHashMap<>(problem.headers());
    headers.put("Retry-After", String.valueOf(RETRY_AFTER_SECONDS));
    return new OpsResponse(problem.status(), problem.contentType(), headers, problem.body());
  }

  private static Map<String, Object> fields(
      DecisionChoice choice, DecisionOutcome outcome, List<String> ids, int granted) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("decision", choice.name().toLowerCase(Locale.ROOT));
    fields.put("decided", outcome.decided());
    fields.put("skipped", outcome.skipped());
    fields.put("remaining", outcome.remaining());
    fields.put("throttled", ids.subList(Math.min(granted, ids.size()), ids.size()));
    return fields;
  }

  private static List<String> ids(ObjectNode body) {
    JsonNode node = body.path("ids");
    if (node.isMissingNode()) {
      return List.of();
    }
    List<String> ids = new ArrayList<>();
    node.forEach(id -> ids.add(id.asText()));
    boolean wellFormed =
        node.isArray()
            && !ids.isEmpty()
            && ids.size() <= MAX_LETTERS
            && ids.stream().allMatch(id -> !id.isEmpty() && id.length() <= MAX_ID_LENGTH);
    if (!wellFormed) {
      throw new IllegalArgumentException(
          "'ids' must be a list of 1 to " + MAX_LETTERS + " ids of dead letters.");
    }
    return ids;
  }

  private static int limit(ObjectNode body) {
    JsonNode node = body.path("limit");
    if (!node.isInt() || node.asInt() < 1 || node.asInt() > MAX_LETTERS) {
      throw new IllegalArgumentException(
          "Say which dead letters are meant: 'ids', or a 'limit' from 1 to "
              + MAX_LETTERS
              + " for the oldest ones.");
    }
    return node.asInt();
  }

  private static String why(ObjectNode body) {
    String why = clean(body.path("why").asText()).strip();
    if (why.isEmpty() || why.length() > MAX_TEXT_LENGTH) {
      throw new IllegalArgumentException(
          "'why' must give the reason of the decision in 1 to " + MAX_TEXT_LENGTH + " characters.");
    }
    return why;
  }

  private static @Nullable String requestId(ObjectNode body) {
    JsonNode node = body.path("requestId");
    if (node.isMissingNode()) {
      return null;
    }
    String id = node.asText();
    if (id.isBlank() || id.length() > MAX_REQUEST_ID_LENGTH) {
      throw new IllegalArgumentException(
          "'requestId' must have 1 to " + MAX_REQUEST_ID_LENGTH + " characters.");
    }
    return id;
  }

  /// Text of a caller, fit for a log line and a column.
  static String clean(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", " ");
    int limit = MAX_TEXT_LENGTH + 1;
    return plain.length() > limit ? plain.substring(0, limit) : plain;
  }
}
