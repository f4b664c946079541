package dev.tocsin.sdk.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.testkit.Samples;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class AsyncSinkTest {

  private final Telemetry telemetry = new Telemetry();
  private final List<Integer> written = new CopyOnWriteArrayList<>();

  private List<String> dropped() {
    return Samples.of(telemetry, "telemetry_dropped_total{");
  }

  /// The example of the documentation.
  @Test
  void recordsArriveInOrderAndClosingHandsOverWhatWaits() {
    try (AsyncSink<Integer> quotes =
        new AsyncSink<>("catalog-quotes", 1_000, written::addAll, telemetry)) {
      IntStream.range(0, 1_000).forEach(quotes::offer);
    }
    assertEquals(IntStream.range(0, 1_000).boxed().toList(), written);
    assertEquals(List.of("telemetry_dropped_total{sink=\"catalog-quotes\"} 0.0"), dropped());
  }

  @Test
  void aStuckReceiverCostsRecordsAndNeverTheCaller() throws InterruptedException {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AsyncSink<Integer> quotes =
        new AsyncSink<>(
            "quotes",
            4,
            batch -> {
              stuck.countDown();
              release.await();
              written.addAll(batch);
            },
            telemetry);
    quotes.offer(0);
    assertTrue(stuck.await(10, TimeUnit.SECONDS));
    long taken = IntStream.rangeClosed(1, 100).filter(quotes::offer).count();
    assertEquals(4, taken);
    assertEquals(List.of("telemetry_dropped_total{sink=\"quotes\"} 96.0"), dropped());

    release.countDown();
    quotes.close();
    assertEquals(List.of(0, 1, 2, 3, 4), written);
    assertFalse(quotes.offer(5));
  }

  @Test
  void aReceiverThatThrowsLosesItsBatchOnly() {
    CountDownLatch broken = new CountDownLatch(1);
    try (AsyncSink<Integer> quotes =
        new AsyncSink<>(
            "quotes",
            10,
            batch -> {
              if (broken.getCount() > 0) {
                broken.countDown();
                throw new IOException("disk full");
              }
              written.addAll(batch);
            },
            telemetry)) {
      quotes.offer(1);
      Awaitility.await().until(() -> broken.getCount() == 0);
      quotes.offer(2);
      Awaitility.await().until(() -> !written.isEmpty());
    }
    assertEquals(List.of(2), written);
    assertEquals(List.of("telemetry_dropped_total{sink=\"quotes\"} 1.0"), dropped());
  }
}
