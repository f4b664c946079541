package dev.tocsin.tsdb;

import static dev.tocsin.tsdb.Samples.UP;
import static dev.tocsin.tsdb.Samples.bits;
import static dev.tocsin.tsdb.Samples.tryWrite;
import static dev.tocsin.tsdb.Samples.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.series.AppendResult;
import dev.tocsin.series.Appender;
import dev.tocsin.series.Labels;
import dev.tocsin.series.Staleness;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendTest {
  private static final Labels DOWN = Labels.of("__name__", "down");

  @TempDir private Path directory;
  private Tsdb tsdb;

  @BeforeEach
  void open() {
    tsdb = Tsdb.open(TsdbOptions.defaults(directory).withSeriesLimit(3));
  }

  @AfterEach
  void close() {
    tsdb.close();
  }

  private void reopen() {
    tsdb.close();
    open();
  }

  @Test
  void aBatchIsInvisibleUntilItIsCommitted() {
    try (var appender = tsdb.appender()) {
      long up = appender.reference(UP);
      long down = appender.reference(DOWN);
      assertEquals(AppendResult.APPENDED, appender.append(up, 1, 1));
      assertEquals(AppendResult.APPENDED, appender.append(down, 1, 2));
      assertTrue(Samples.all(tsdb).isEmpty());
      appender.commit();
      assertEquals(
          Map.of(UP, new TreeMap<>(Map.of(1L, bits(1))), DOWN, new TreeMap<>(Map.of(1L, bits(2)))),
          Samples.all(tsdb));
    }
  }

  @Test
  void anAppenderThatIsClosedDropsItsSamples() {
    try (var appender = tsdb.appender()) {
      assertEquals(AppendResult.APPENDED, appender.append(appender.reference(UP), 1, 1));
    }
    assertTrue(Samples.all(tsdb).isEmpty());
    reopen();
    assertTrue(Samples.all(tsdb).isEmpty());
    assertEquals(0, tsdb.statistics().series());
  }

  @Test
  void anAppenderCanBeUsedForBatchAfterBatchAndNotOnceClosed() {
    var appender = tsdb.appender();
    long up = appender.reference(UP);
    for (int i = 0; i < 500; i++) {
      assertEquals(AppendResult.APPENDED, appender.append(up, i, i));
      appender.commit();
      appender.commit();
    }
    assertEquals(500, Samples.of(tsdb, UP).size());
    appender.close();
    assertThrows(IllegalStateException.class, appender::commit);
    assertThrows(IllegalStateException.class, () -> appender.append(up, 501, 1));
  }

  @Test
  void aSampleIsComparedWithTheSeries() {
    write(tsdb, UP, 10, 1);
    write(tsdb, UP, 20, 2);
    assertEquals(AppendResult.DUPLICATE, tryWrite(tsdb, UP, 20, 2));
    assertEquals(AppendResult.CONFLICT, tryWrite(tsdb, UP, 20, 3));
    assertEquals(AppendResult.DUPLICATE, tryWrite(tsdb, UP, 10, 1));
    assertEquals(AppendResult.CONFLICT, tryWrite(tsdb, UP, 10, 2));
    assertEquals(AppendResult.OUT_OF_ORDER, tryWrite(tsdb, UP, 15, 2));
    assertEquals(AppendResult.OUT_OF_ORDER, tryWrite(tsdb, UP, 5, 2));
    assertEquals(new TreeMap<>(Map.of(10L, bits(1), 20L, bits(2))), Samples.of(tsdb, UP));
  }

  @Test
  void aSampleIsComparedWithItsOwnBatch() {
    write(tsdb, UP, 5, 5);
    try (var appender = tsdb.appender()) {
      long up = appender.reference(UP);
      assertEquals(AppendResult.APPENDED, appender.append(up, 10, 1));
      assertEquals(AppendResult.APPENDED, appender.append(up, 20, 2));
      assertEquals(AppendResult.DUPLICATE, appender.append(up, 20, 2));
      assertEquals(AppendResult.CONFLICT, appender.append(up, 20, 3));
      assertEquals(AppendResult.OUT_OF_ORDER, appender.append(up, 15, 3));
      assertEquals(AppendResult.DUPLICATE, appender.append(up, 5, 5));
      appender.commit();
    }
    assertEquals(3, Samples.of(tsdb, UP).size());
  }

  @Test
  void aNaNIsItselfAndNotTheStalenessMarker() {
    write(tsdb, UP, 10, Double.NaN);
    assertEquals(AppendResult.DUPLICATE, tryWrite(tsdb, UP, 10, Double.NaN));
    assertEquals(AppendResult.CONFLICT, tryWrite(tsdb, UP, 10, Staleness.MARKER));
    write(tsdb, UP, 20, Staleness.MARKER);
    reopen();
    assertEquals(bits(Staleness.MARKER), Samples.of(tsdb, UP).get(20L));
  }

  @Test
  void theEarliestTimeOfAllIsTakenAsTheFirst() {
    write(tsdb, UP, Long.MIN_VALUE, 1);
    assertEquals(AppendResult.DUPLICATE, tryWrite(tsdb, UP, Long.MIN_VALUE, 1));
    write(tsdb, UP, Long.MAX_VALUE, 2);
    reopen();
    assertEquals(2, Samples.of(tsdb, UP).size());
  }

  @Test
  void whatIsOlderThanTheHorizonIsTooOldAlsoAfterARestart() {
    write(tsdb, UP, 1000, 1);
    tsdb.dropBefore(500);
    assertEquals(AppendResult.TOO_OLD, tryWrite(tsdb, DOWN, 499, 1));
    assertEquals(AppendResult.APPENDED, tryWrite(tsdb, DOWN, 500, 1));
    reopen();
    assertEquals(AppendResult.TOO_OLD, tryWrite(tsdb, DOWN, 499, 1));
  }

  @Test
  void theSeriesLimitHoldsForNewSeriesOnly() {
    try (var appender = tsdb.appender()) {
      for (int i = 0; i < 3; i++) {
        assertTrue(appender.reference(Labels.of("a", "" + i)) >= 0);
      }
      assertEquals(Appender.NO_REFERENCE, appender.reference(Labels.of("a", "3")));
      assertTrue(appender.reference(Labels.of("a", "1")) >= 0);
      assertEquals(AppendResult.UNKNOWN_SERIES, appender.append(Appender.NO_REFERENCE, 1, 1));
    }
  }

  @Test
  void seriesOfTheLogComeBackEvenIfTheLimitWasLoweredMeanwhile() {
    for (int i = 0; i < 3; i++) {
      write(tsdb, Labels.of("a", "" + i, "__name__", "x"), 1, i);
    }
    tsdb.close();
    tsdb = Tsdb.open(TsdbOptions.defaults(directory).withSeriesLimit(1));
    assertEquals(3, Samples.all(tsdb).size());
    try (var appender = tsdb.appender()) {
      assertEquals(Appender.NO_REFERENCE, appender.reference(UP));
    }
  }

  @Test
  void aReferenceOfADroppedSeriesIsUnknown() {
    write(tsdb, UP, 10, 1);
    try (var appender = tsdb.appender()) {
      long before = appender.reference(UP);
      tsdb.dropBefore(100);
      assertEquals(AppendResult.UNKNOWN_SERIES, appender.append(before, 200, 2));
      long after = appender.reference(UP);
      assertTrue(after != before);
      assertEquals(AppendResult.APPENDED, appender.append(after, 200, 2));
      appender.commit();
    }
    assertEquals(new TreeMap<>(Map.of(200L, bits(2))), Samples.of(tsdb, UP));
    assertEquals(AppendResult.UNKNOWN_SERIES, tsdb.appender().append(123_456_789_000L, 1, 1));
  }

  @Test
  void aSeriesThatIsDroppedBetweenAppendAndCommitIsMadeAgain() {
    try (var appender = tsdb.appender()) {
      assertEquals(AppendResult.APPENDED, appender.append(appender.reference(UP), 200, 2));
      tsdb.dropBefore(100);
      appender.commit();
    }
    reopen();
    assertEquals(new TreeMap<>(Map.of(200L, bits(2))), Samples.of(tsdb, UP));
  }

  @Test
  void ofTwoAppendersOnOneSeriesTheLaterCommitLosesWhatBecameOutOfOrder() {
    try (var first = tsdb.appender();
        var second = tsdb.appender()) {
      long up = first.reference(UP);
      assertEquals(AppendResult.APPENDED, first.append(up, 10, 1));
      assertEquals(AppendResult.APPENDED, first.append(up, 30, 3));
      assertEquals(AppendResult.APPENDED, second.append(up, 20, 2));
      assertEquals(AppendResult.APPENDED, second.append(up, 40, 4));
      first.commit();
      second.commit();
    }
    var expected = new TreeMap<>(Map.of(10L, bits(1), 30L, bits(3), 40L, bits(4)));
    assertEquals(expected, Samples.of(tsdb, UP));
    reopen();
    assertEquals(expected, Samples.of(tsdb, UP));
  }

  @Test
  void labelsThatTheLogCouldNotKeepAreRefused() {
    try (var appender = tsdb.appender()) {
      assertThrows(IllegalArgumentException.class, () -> appender.reference(Labels.EMPTY));
      assertThrows(
          IllegalArgumentException.class, () -> appender.reference(Labels.of("a", "\ud800")));
      assertThrows(
          IllegalArgumentException.class,
          () -> appender.reference(Labels.of("a", "x".repeat(300_000))));
    }
  }

  @Test
  void aBatchHasALimitAndIsCommittedUpToIt() {
    try (var appender = tsdb.appender()) {
      long up = appender.reference(UP);
      int limit = 1 << 20;
      for (int i = 0; i < limit; i++) {
        assertEquals(AppendResult.APPENDED, appender.append(up, i, i % 10));
      }
      var failure = assertThrows(IllegalStateException.class, () -> appender.append(up, limit, 1));
      assertTrue(failure.getMessage().contains("commit more often"), failure.getMessage());
      appender.commit();
    }
    assertEquals(1 << 20, tsdb.statistics().samples());
    reopen();
    assertEquals(1 << 20, tsdb.statistics().recoveredSamples());
    assertTrue(tsdb.statistics().chunkBytes() < 4 << 20);
  }
}
