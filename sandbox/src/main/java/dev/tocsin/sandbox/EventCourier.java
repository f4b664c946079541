package dev.tocsin.sandbox;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Brings signed events to webhook endpoints, again and again with growing pauses until one answers
/// with a 2xx or the attempts are used up.
final class EventCourier implements AutoCloseable {
  static final int MAXIMUM_ATTEMPTS = 5;

  /// Beyond this an event is dropped and logged.
  static final int MAXIMUM_PENDING = 1_000;

  private static final int MAXIMUM_CONNECTIONS = 16;
  private static final int PAUSE_FACTOR = 3;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Logger LOG = System.getLogger(EventCourier.class.getName());

  private final InstantSource clock;
  private final Duration firstPause;
  private final HttpClient client;
  private final ExecutorService workers;
  private final Semaphore pending = new Semaphore(MAXIMUM_PENDING);
  private final Semaphore connections = new Semaphore(MAXIMUM_CONNECTIONS);
  private final CountDownLatch closing = new CountDownLatch(1);

  EventCourier(InstantSource clock, Duration firstPause) {
    this.clock = clock;
    this.firstPause = firstPause;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(TIMEOUT)
            .build();
    this.workers =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("stripe-event-", 0).factory());
  }

  /// Takes an event and returns at once.
  void send(WebhookTarget target, String body) {
    if (!pending.tryAcquire()) {
      LOG.log(
          Level.WARNING, "event for {0} dropped: {1} are waiting already", target, MAXIMUM_PENDING);
      return;
    }
    workers.execute(
        () -> {
          try {
            deliver(target, body);
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          } finally {
            pending.release();
          }
        });
  }

  private void deliver(WebhookTarget target, String body) throws InterruptedException {
    Duration pause = firstPause;
    String outcome = "not tried";
    for (int attempt = 1; attempt <= MAXIMUM_ATTEMPTS; attempt++) {
      outcome = attempt(target, body);
      if (outcome.startsWith("2")) {
        return;
      }
      if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      pause = pause.multipliedBy(PAUSE_FACTOR);
    }
    LOG.log(
        Level.WARNING,
        "event for {0} given up after {1} attempts: {2}",
        target,
        MAXIMUM_ATTEMPTS,
        outcome);
  }

  /// The status code, or the reason why there is none.
  private String attempt(WebhookTarget target, String body) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(target.url())
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json; charset=utf-8")
            .header("User-Agent", "Stripe/1.0 (sandbox)")
            .header(
                "Stripe-Signature",
                signature(target.secret(), clock.instant().getEpochSecond(), body))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    connections.acquire();
    try {
      return Integer.toString(
          client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
    } catch (IOException unreachable) {
      return unreachable.toString();
    } finally {
      connections.release();
    }
  }

  /// The header by which the receiver knows that an event is genuine and fresh: a time, and a keyed
  /// hash over `time.body`.
  ///
  /// Source: Stripe's documentation of webhook signatures.
  static String signature(String secret, long epochSecond, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] hash = mac.doFinal((epochSecond + "." + body).getBytes(StandardCharsets.UTF_8));
      return "t=" + epochSecond + ",v1=" + HexFormat.of().formatHex(hash);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("BUG: every JDK has HmacSHA256", missing);
    }
  }

  @Override
  public void close() {
    closing.countDown();
    workers.shutdownNow();
    client.shutdownNow();
  }
}
