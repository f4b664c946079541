package dev.tocsin.sdk.event;

import dev.tocsin.sdk.event.Answer.Outcome;
import dev.tocsin.sdk.event.EventOptions.Receiver;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tells the incident webhook of waiting alerts while the server is away: the primary one with
/// retries, then the secondary one, then the alert is given up and kept. Every attempt at either
/// carries the event's id as `Idempotency-Key`.
final class DirectAlerts {
  private final List<Receiver> webhooks;
  private final EventLimits limits;
  private final EventHttp http;
  private final AlertQueue queue;
  private final InstantSource clock;

  DirectAlerts(EventOptions options, EventHttp http, AlertQueue queue, InstantSource clock) {
    this.webhooks = options.webhooks();
    this.limits = options.limits();
    this.http = http;
    this.queue = queue;
    this.clock = clock;
  }

  /// Makes one attempt for each alert that is due.
  ///
  /// @return how many were given up
  int run() throws IOException, InterruptedException {
    if (webhooks.isEmpty()) {
      return 0;
    }
    int givenUp = 0;
    for (Optional<AlertQueue.Waiting> next = queue.due(); next.isPresent(); next = queue.due()) {
      givenUp += attempt(next.get());
    }
    return givenUp;
  }

  private int attempt(AlertQueue.Waiting alert) throws IOException, InterruptedException {
    Receiver webhook = webhooks.get(alert.webhook());
    Map<String, String> key = Map.of("Idempotency-Key", alert.id());
    Answer answer = http.post(webhook.address(), webhook.token(), alert.line(), key);
    int attempts = alert.attempts() + 1;
    if (answer.isTaken()) {
      queue.told(alert);
    } else if (answer.outcome() == Outcome.LATER && attempts < limits.attempts()) {
      queue.put(alert.again(clock.millis() + pause(attempts, answer).toMillis()));
    } else if (alert.webhook() + 1 < webhooks.size()) {
      queue.put(alert.next());
    } else {
      queue.dead(alert, attempts, answer.told());
      return 1;
    }
    return 0;
  }

  private Duration pause(int attempts, Answer answer) {
    Backoff backoff = new Backoff(limits);
    Duration pause = Duration.ZERO;
    for (int i = 0; i < attempts; i++) {
      pause = backoff.failed(answer.retryAfter());
    }
    return pause;
  }
}
