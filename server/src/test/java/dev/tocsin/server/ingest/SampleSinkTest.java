package dev.tocsin.server.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.series.Labels;
import dev.tocsin.server.ManualClock;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleSinkTest {
  private final ManualClock clock = new ManualClock();
  private final MemorySeries store = new MemorySeries();
  private final SampleSink sink =
      new SampleSink(store, clock, new SampleLimits(3, 10, 12, Duration.ofMinutes(10)));

  @Test
  void aBatchIsSeenWhollyOrNotAtAll() {
    var one = Labels.of("__name__", "one");
    var two = Labels.of("__name__", "two");
    try (var batch = sink.open()) {
      batch.add(one, 1, 1);
      batch.add(two, 1, 2);
      assertEquals("", store.samples(one));
      batch.commit();
    }
    try (var batch = sink.open()) {
      batch.add(one, 2, 1);
    }

    assertEquals("1=1.0", store.samples(one));
    assertEquals("1=2.0", store.samples(two));
    assertEquals(2, sink.accepted());
  }

  @ParameterizedTest
  @CsvSource({
    "METRIC_NAME_MISSING, a=1",
    "METRIC_NAME_INVALID, __name__=9lives",
    "METRIC_NAME_INVALID, __name__=a-b",
    "LABEL_NAME_INVALID, __name__=m;a-b=1",
    "LABEL_NAME_INVALID, __name__=m;a:b=1",
    "NAME_TOO_LONG, __name__=abcdefghijk",
    "NAME_TOO_LONG, __name__=m;abcdefghijk=1",
    "VALUE_TOO_LONG, __name__=m;a=1234567890123",
    "TOO_MANY_LABELS, __name__=m;a=1;b=2;c=3"
  })
  void aSeriesBeyondTheLimitsIsRefusedAndCountedByReason(Refusal reason, String text) {
    var labels = Labels.of(text.split("[;=]", -1));
    try (var batch = sink.open()) {
      assertEquals(Optional.of(reason), batch.add(labels, 1, 1));
    }
    assertEquals(1, sink.refused().get(reason));
    assertEquals(1, sink.refused().values().stream().mapToLong(it -> it).sum());
  }

  @Test
  void aFullStoreRefusesNewSeriesAndKeepsTheOldOnes() {
    store.limitSeries(1);
    var old = Labels.of("__name__", "old");
    try (var batch = sink.open()) {
      assertEquals(Optional.empty(), batch.add(old, 1, 1));
      var refusal =
          assertThrows(
              RefusedSeriesException.class, () -> batch.reference(Labels.of("__name__", "new")));
      assertEquals(Refusal.SERIES_LIMIT, refusal.refusal());
      assertTrue(refusal.getMessage().contains("store.series_limit"), refusal.getMessage());
      batch.commit();
    }
    assertEquals("1=1.0", store.samples(old));
  }

  @Test
  void samplesFromTheFarFutureAreRefused() {
    var labels = Labels.of("__name__", "m");
    long now = clock.millis();
    try (var batch = sink.open()) {
      batch.add(labels, now + Duration.ofMinutes(10).toMillis(), 1);
      batch.add(labels, now + Duration.ofMinutes(10).toMillis() + 1, 2);
      batch.commit();
    }
    assertEquals(1, sink.accepted());
    assertEquals(1, sink.refused().get(Refusal.TOO_FAR_AHEAD));
  }

  @Test
  void aBatchThatCannotBeWrittenCountsNothing() {
    store.fill(true);
    try (var batch = sink.open()) {
      batch.add(Labels.of("__name__", "m"), 1, 1);
      assertThrows(UncheckedIOException.class, batch::commit);
    }
    assertEquals(0, sink.accepted());
  }
}
