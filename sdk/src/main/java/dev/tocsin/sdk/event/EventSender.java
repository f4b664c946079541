package dev.tocsin.sdk.event;

import dev.tocsin.sdk.event.EventOptions.Receiver;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what the spool holds to the server, oldest first, and alerts to the webhook while the
/// server is away. One thread runs it.
final class EventSender {
  private static final Logger LOG = LoggerFactory.getLogger(EventSender.class);
  private static final int BATCH_EVENTS = 500;
  private static final int BATCH_BYTES = 512 * 1024;
  private static final Duration LOOK = Duration.ofMillis(200);

  private final EventOptions options;
  private final URI door;
  private final Spool spool;
  private final AlertQueue alerts;
  private final DirectAlerts direct;
  private final EventHttp http;
  private final InstantSource clock;
  private final Backoff backoff;
  private final Semaphore awake = new Semaphore(0);
  private IntConsumer dropped = count -> {};
  private IntConsumer givenUp = count -> {};
  private int batchEvents = BATCH_EVENTS;
  private long nextTryMillis;
  private long awaySinceMillis;
  private boolean mustTellDirectly;
  private volatile String trouble = "";

  EventSender(
      EventOptions options,
      Spool spool,
      AlertQueue alerts,
      DirectAlerts direct,
      EventHttp http,
      InstantSource clock) {
    this.options = options;
    this.door = URI.create(options.server().address() + "/").resolve("api/v1/events");
    this.spool = spool;
    this.alerts = alerts;
    this.direct = direct;
    this.http = http;
    this.clock = clock;
    this.backoff = new Backoff(options.limits());
  }

  void count(IntConsumer dropped, IntConsumer givenUp) {
    this.dropped = dropped;
    this.givenUp = givenUp;
  }

  void wake() {
    awake.release();
  }

  String lastTrouble() {
    return trouble;
  }

  /// One look: a batch to the server if it is time, alerts directly if the server is away.
  void run() throws IOException, InterruptedException {
    boolean more = clock.millis() >= nextTryMillis && sendBatch();
    if (isAwayForLong() || mustTellDirectly) {
      givenUp.accept(direct.run());
      mustTellDirectly = mustTellDirectly && alerts.pending() > 0;
    }
    if (!more && awake.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
      awake.drainPermits();
    }
  }

  void pauseAfterFailure() {
    nextTryMillis = clock.millis() + backoff.failed(Duration.ZERO).toMillis();
  }

  private boolean isAwayForLong() {
    return awaySinceMillis > 0
        && clock.millis() - awaySinceMillis >= options.directAfter().toMillis();
  }

  /// @return whether there may be more to send at once
  private boolean sendBatch() throws IOException, InterruptedException {
    Spool.Lines batch = spool.read(batchEvents, BATCH_BYTES);
    if (batch.lines().isEmpty()) {
      return false;
    }
    String id = UUID.randomUUID().toString();
    String body = EventJson.batch(id, batch.lines(), alerts.toldAmong(batch.lines()));
    Receiver server = options.server();
    Answer answer = http.post(door, server.token(), body, Map.of());
    if (answer.isTaken()) {
      taken(batch);
      refused(EventJson.refusals(answer.body()));
      return true;
    }
    trouble = answer.told();
    if (answer.told().equals("HTTP 400") || answer.told().equals("HTTP 413")) {
      return narrow(batch);
    }
    away(answer);
    return false;
  }

  private void taken(Spool.Lines batch) throws IOException {
    spool.taken(batch.end());
    alerts.taken(batch.lines());
    backoff.succeeded();
    trouble = "";
    awaySinceMillis = 0;
    batchEvents = Math.min(BATCH_EVENTS, batchEvents * 2);
  }

  private void refused(List<String> reasons) {
    if (!reasons.isEmpty()) {
      LOG.warn("The server refused {} events: {}", reasons.size(), reasons.get(0));
      dropped.accept(reasons.size());
    }
  }

  /// The server refuses the batch itself: finds the event that it refuses, and leaves only that
  /// out.
  private boolean narrow(Spool.Lines batch) throws IOException {
    if (batch.lines().size() > 1) {
      batchEvents = Math.max(1, batch.lines().size() / 2);
      return true;
    }
    spool.taken(batch.end());
    dropped.accept(1);
    mustTellDirectly = true;
    return true;
  }

  /// A refused token or a wrong address counts as away too: it is mended without losing anything.
  private void away(Answer answer) {
    if (awaySinceMillis == 0) {
      awaySinceMillis = clock.millis();
    }
    nextTryMillis = clock.millis() + backoff.failed(answer.retryAfter()).toMillis();
  }
}
