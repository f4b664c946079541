package dev.tocsin.sdk.queue;

import dev.tocsin.sdk.ops.OpsEndpoint;
import dev.tocsin.sdk.ops.OpsJson;
import dev.tocsin.sdk.ops.OpsRequest;
import dev.tocsin.sdk.ops.OpsResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The paths below `/ops/queues`: all queues, the dead letters of one, replay, decisions.
public final class QueueEndpoints {

  /// Dead letters of one queue that may be replayed within a minute, unless told otherwise.
  public static final int DEFAULT_REPLAYS_PER_MINUTE = 300;

  private static final Logger LOG = LoggerFactory.getLogger(QueueEndpoints.class);
  private static final String LETTERS = "/ops/queues/{queue}/dead-letters";

  private final QueueMonitor monitor;
  private final DeadLetterPages pages;
  private final DecisionDesk desk;

  public QueueEndpoints(QueueMonitor monitor, InstantSource clock, int replaysPerMinute) {
    this.monitor = monitor;
    this.pages = new DeadLetterPages(clock);
    this.desk = new DecisionDesk(clock, replaysPerMinute);
  }

  public List<OpsEndpoint> all() {
    return List.of(queueList(), letterList(), letter(), replay(), decisions());
  }

  /// `GET /ops/queues`
  public OpsEndpoint queueList() {
    return new Endpoint("GET", "/ops/queues", request -> queues());
  }

  /// `GET /ops/queues/{queue}/dead-letters`
  public OpsEndpoint letterList() {
    return new Endpoint("GET", LETTERS, withLetters(pages::list));
  }

  /// `GET /ops/queues/{queue}/dead-letters/{id}`
  public OpsEndpoint letter() {
    return new Endpoint("GET", LETTERS + "/{id}", withLetters(pages::one));
  }

  /// `POST /ops/queues/{queue}/dead-letters/replay`
  public OpsEndpoint replay() {
    return new Endpoint("POST", LETTERS + "/replay", withLetters(desk::replay));
  }

  /// `POST /ops/queues/{queue}/dead-letters/decisions`
  public OpsEndpoint decisions() {
    return new Endpoint("POST", LETTERS + "/decisions", withLetters(desk::decide));
  }

  private OpsResponse queues() {
    List<Map<String, Object>> queues = monitor.views().stream().map(QueueView::fields).toList();
    return OpsJson.answer(200, Map.of("queues", queues));
  }

  private Function<OpsRequest, OpsResponse> withLetters(LetterAction action) {
    return request -> {
      String name = request.variable("queue");
      QueueWatch watch = monitor.watch(name).orElse(null);
      DeadLetters letters = watch == null ? null : watch.queue().deadLetters().orElse(null);
      if (watch == null || letters == null) {
        return OpsJson.problem(
            404, "No queue with dead letters has this name: GET /ops/queues lists all queues.");
      }
      return answer(action, watch, letters, request);
    };
  }

  private static OpsResponse answer(
      LetterAction action, QueueWatch watch, DeadLetters letters, OpsRequest request) {
    try {
      return action.answer(watch, letters, request);
    } catch (IllegalArgumentException e) {
      return OpsJson.problem(400, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OpsJson.problem(503, "The application is stopping: ask again in a moment.");
    } catch (Exception e) {
      LOG.warn("The dead letters of {} cannot be reached", watch.queue().name(), e);
      return OpsJson.problem(
          503,
          "The store of the dead letters of "
              + watch.queue().name()
              + " does not answer; nothing was changed. Ask again when it is back.");
    }
  }

  /// What a path does with the dead letters of a queue. [IllegalArgumentException] is the caller's
  /// mistake and its message goes to the caller.
  interface LetterAction {
    OpsResponse answer(QueueWatch watch, DeadLetters letters, OpsRequest request) throws Exception;
  }

  private record Endpoint(String method, String path, Function<OpsRequest, OpsResponse> action)
      implements OpsEndpoint {

    @Override
    public OpsResponse answer(OpsRequest request) {
      return action.apply(request);
    }
  }
}
