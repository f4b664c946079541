package dev.tocsin.sdk.queue;

import dev.tocsin.sdk.ops.OpsJson;
import dev.tocsin.sdk.ops.OpsRequest;
import dev.tocsin.sdk.ops.OpsResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows dead letters, their payloads masked unless the reader asks to view them.
final class DeadLetterPages {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterPages.class);
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 200;
  private static final int MAX_OFFSET = 1_000_000;

  private final InstantSource clock;

  DeadLetterPages(InstantSource clock) {
    this.clock = clock;
  }

  OpsResponse list(QueueWatch watch, DeadLetters letters, OpsRequest request) throws Exception {
    int limit = OpsJson.number(request, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
    int offset = OpsJson.number(request, "offset", 0, 0, MAX_OFFSET);
    boolean view = wantsPayload(request);
    List<DeadLetter> found = letters.list(offset, limit + 1);
    if (view) {
      tellViewed(watch, request, "page at " + offset);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("queue", watch.queue().name());
    addCompleteness(fields, watch.look());
    List<DeadLetter> page = found.subList(0, Math.min(limit, found.size()));
    fields.put("deadLetters", page.stream().map(letter -> fields(letter, view)).toList());
    fields.put("offset", offset);
    fields.put("hasMore", found.size() > limit);
    return OpsJson.answer(200, fields);
  }

  OpsResponse one(QueueWatch watch, DeadLetters letters, OpsRequest request) throws Exception {
    String id = request.variable("id");
    boolean view = wantsPayload(request);
    DeadLetter letter = letters.find(id).orElse(null);
    if (letter == null) {
      return OpsJson.problem(404, "This queue has no dead letter of this id.");
    }
    if (view) {
      tellViewed(watch, request, letter.event().id());
    }
    return OpsJson.answer(200, fields(letter, view));
  }

  /// While events are still in a buffer beside the queue, some that will die have not died yet.
  private static void addCompleteness(Map<String, Object> fields, QueueView view) {
    QueueFigures figures = view.figures();
    boolean complete = figures != null && figures.recoveryBacklog() == 0;
    fields.put("mayBeIncomplete", !complete);
    if (figures == null) {
      fields.put("warning", "The buffers beside the queue cannot be looked at: " + view.error());
    } else if (!complete) {
      fields.put(
          "warning",
          figures.recoveryBacklog() + " events are still in the recovery queue; more may follow.");
    }
  }

  private Map<String, Object> fields(DeadLetter letter, boolean view) {
    QueuedEvent event = letter.event();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", event.id());
    fields.put("topic", event.topic());
    fields.put("key", event.key());
    fields.put("error", letter.error());
    fields.put("attempts", letter.attempts());
    fields.put("createdAt", event.createdAt().toString());
    fields.put("diedAt", letter.diedAt().toString());
    fields.put("ageSeconds", OpsJson.seconds(Duration.between(event.createdAt(), clock.instant())));
    fields.put("payload", view ? event.payload() : PayloadMask.mask(event.payload()));
    fields.put("payloadMasked", !view);
    fields.put("headers", event.headers());
    Decision decision = letter.decision();
    if (decision != null) {
      fields.put("decision", fields(decision));
    }
    return fields;
  }

  private static Map<String, Object> fields(Decision decision) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("decision", decision.choice().name().toLowerCase(Locale.ROOT));
    fields.put("who", decision.who());
    fields.put("why", decision.why());
    fields.put("at", decision.at().toString());
    return fields;
  }

  private static boolean wantsPayload(OpsRequest request) {
    String payload = request.parameter("payload").orElse("masked");
    if (!payload.equals("masked") && !payload.equals("view")) {
      throw new IllegalArgumentException("'payload' must be 'masked' or 'view'.");
    }
    return payload.equals("view");
  }

  private static void tellViewed(QueueWatch watch, OpsRequest request, String what) {
    LOG.info(
        "Payloads of dead letters viewed: queue {}, {}, by {}",
        watch.queue().name(),
        what,
        DecisionDesk.clean(request.actor()));
  }
}
