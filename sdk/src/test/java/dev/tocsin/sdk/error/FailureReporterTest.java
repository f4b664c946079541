package dev.tocsin.sdk.error;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.correlation.Correlation;
import dev.tocsin.sdk.correlation.CorrelationIds;
import dev.tocsin.sdk.metrics.Telemetry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

class FailureReporterTest {

  private final Telemetry telemetry = new Telemetry();
  private final Collected sink = new Collected();
  private final FailureReporter reporter = new FailureReporter(telemetry, sink);
  private final AsyncFailures async = new AsyncFailures(reporter);

  @Test
  void aTaskThatFailsOnAnExecutorIsReportedWithTheIdsOfItsWork() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    Correlation.Scope ids = Correlation.open(new CorrelationIds("corr-1", "req-1"));
    async
        .guarded("mail", Correlation.propagating(pool))
        .execute(
            () -> {
              throw new IllegalStateException("no relay");
            });
    ids.close();
    pool.shutdown();
    assertTrue(pool.awaitTermination(10, TimeUnit.SECONDS));

    Failure failure = sink.failures.get(0);
    assertEquals(FailureOrigin.ASYNC, failure.origin());
    assertEquals("mail", failure.source());
    assertEquals("no relay", failure.cause().getMessage());
    assertTrue(counted("unhandled_failures_total{origin=\"async\"} 1.0"));
  }

  @Test
  void theFailureOfAFutureThatNobodyReadsIsReportedAndACancelledOneIsNot() {
    RuntimeException cause = new IllegalArgumentException("bad price");
    CompletableFuture<Void> failing =
        CompletableFuture.runAsync(
            () -> {
              throw cause;
            });
    CompletableFuture<Void> watched = async.watch("pricing", failing);
    CompletableFuture<String> cancelled = async.watch("cancelled", new CompletableFuture<>());
    assertTrue(cancelled.cancel(true));

    await().until(() -> sink.failures.size() == 1);
    assertSame(failing, watched);
    assertSame(cause, sink.failures.get(0).cause());
  }

  @Test
  void aPeriodicTaskGoesOnAfterItsFailure() {
    AtomicInteger runs = new AtomicInteger();
    ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
    Future<?> unused =
        scheduler.scheduleAtFixedRate(
            async.guard(
                "rates",
                () -> {
                  if (runs.incrementAndGet() == 1) {
                    throw new IllegalStateException("first run");
                  }
                }),
            0,
            1,
            TimeUnit.MILLISECONDS);
    await().until(() -> runs.get() > 2);
    scheduler.shutdownNow();
    assertEquals(1, sink.failures.size());
  }

  @Test
  void aFailureThatReactorDropsIsReported() {
    ReactorFailures reactor = new ReactorFailures(reporter);
    reactor.install();
    try {
      Flux.from(
              subscriber -> {
                subscriber.onSubscribe(Operators.emptySubscription());
                subscriber.onComplete();
                subscriber.onError(new IllegalStateException("too late"));
              })
          .map(each -> each)
          .subscribe();
    } finally {
      reactor.uninstall();
    }
    assertEquals(FailureOrigin.REACTOR, sink.failures.get(0).origin());
    assertEquals("too late", sink.failures.get(0).cause().getMessage());
  }

  @Test
  void aFailureThatIsSeenTwiceOnItsWayOutIsReportedOnce() {
    IllegalStateException cause = new IllegalStateException("once");
    reporter.report(Failure.of(cause, FailureOrigin.SCHEDULED, "job"));
    reporter.reportUnlessKnown(Failure.of(cause, FailureOrigin.ASYNC, "scheduler"));
    reporter.reportUnlessKnown(
        Failure.of(new IllegalStateException("another"), FailureOrigin.ASYNC, "scheduler"));
    assertEquals(2, sink.failures.size());
  }

  @Test
  void aSinkThatBreaksDoesNotReachTheApplication() {
    FailureReporter broken =
        new FailureReporter(
            telemetry,
            new FailureSink() {
              @Override
              public void send(Failure failure) {
                throw new IllegalStateException("sink");
              }

              @Override
              public void flush(Duration limit) {
                throw new IllegalStateException("sink");
              }
            });
    broken.report(Failure.of(new RuntimeException("x"), FailureOrigin.THREAD, "t"));
    broken.flush(Duration.ofMillis(1));
    assertTrue(counted("unhandled_failures_total{origin=\"thread\"} 1.0"));
  }

  private boolean counted(String line) {
    return telemetry.scrape(null).body().lines().anyMatch(line::equals);
  }

  private static final class Collected implements FailureSink {

    private final List<Failure> failures = new CopyOnWriteArrayList<>();

    @Override
    public void send(Failure failure) {
      failures.add(failure);
    }

    @Override
    public void flush(Duration limit) {}
  }
}
