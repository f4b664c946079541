package dev.tocsin.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tocsin.series.Labels;
import dev.tocsin.series.Matcher;
import dev.tocsin.series.SampleKind;
import dev.tocsin.server.ManualClock;
import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleStoreTest {
  private static final Labels SERIES = Labels.of("__name__", "m");

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock();

  private void write(SampleStore store, double value) {
    try (var appender = store.writer().appender()) {
      appender.append(appender.reference(SERIES), clock.millis(), value);
      appender.commit();
    }
  }

  private static int count(SampleStore store) {
    var matcher = List.of(Matcher.equal("__name__", "m"));
    int count = 0;
    for (var series : store.reader().select(0, Long.MAX_VALUE, matcher)) {
      var samples = series.samples();
      while (samples.next() != SampleKind.END) {
        count++;
      }
    }
    return count;
  }

  @Test
  void whatWasCommittedIsThereAfterAnOrderlyRestart() {
    try (var store = SampleStore.open(StoreOptions.defaults(), folder, clock)) {
      write(store, 1);
      assertEquals(1, store.statistics().series());
    }
    try (var store = SampleStore.open(StoreOptions.defaults(), folder, clock)) {
      assertEquals(1, count(store));
      assertEquals(1, store.statistics().recoveredSamples());
    }
  }

  @Test
  void samplesOlderThanTheRetentionAreRemoved() {
    var options = new StoreOptions(Duration.ofHours(3), 10);
    try (var store = SampleStore.open(options, folder, clock)) {
      write(store, 1);
      clock.advance(Duration.ofHours(2));
      store.runOnce();
      assertEquals(1, count(store));
      clock.advance(Duration.ofHours(2));
      store.runOnce();
      assertEquals(0, count(store));
    }
  }

  @Test
  void twoStoresInOneFolderAreRefused() {
    try (var store = SampleStore.open(StoreOptions.defaults(), folder, clock)) {
      store.start();
      assertThrows(
          IllegalStateException.class,
          () -> SampleStore.open(StoreOptions.defaults(), folder, clock).close());
    }
  }

  @Test
  void optionsAreReadWithinBounds() {
    var problems = new Problems();
    var good = ConfigFile.parse("t.yml", "retention: 7d\nseries_limit: 1000", Map.of(), problems);
    assertEquals(new StoreOptions(Duration.ofDays(7), 1_000), StoreOptions.read(good));
    assertEquals(List.of(), problems.list());

    var bad = ConfigFile.parse("t.yml", "retention: 1m\nseries: 5", Map.of(), problems);
    assertEquals(StoreOptions.defaults(), StoreOptions.read(bad));
    assertEquals(
        List.of(
            "t.yml:1:1: retention: \"1m\" is out of bounds; use 2h to 90d",
            "t.yml:2:1: series: is unknown; remove it or use one of retention, series_limit"),
        problems.list().stream().map(Object::toString).toList());
  }
}
