package dev.tocsin.tsdb;

import static dev.tocsin.tsdb.Samples.ALL;
import static dev.tocsin.tsdb.Samples.UP;
import static dev.tocsin.tsdb.Samples.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.series.Labels;
import dev.tocsin.series.Matcher;
import dev.tocsin.series.SampleKind;
import dev.tocsin.tsdb.file.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TsdbTest {
  @TempDir private Path directory;
  private final FragileDisk disk = new FragileDisk(DurableFiles::create);
  private Tsdb tsdb;

  @BeforeEach
  void open() {
    tsdb = Tsdb.open(options(), disk);
  }

  @AfterEach
  void close() {
    tsdb.close();
  }

  private TsdbOptions options() {
    return TsdbOptions.defaults(directory).withSegmentBytes(TsdbOptions.MIN_SEGMENT_BYTES);
  }

  private void reopen() {
    tsdb.close();
    open();
  }

  @Test
  void onlySamplesWithinTheRangeAreRead() {
    for (int i = 0; i < 1000; i++) {
      write(tsdb, UP, 10L * i, i);
    }
    var random = new Random(5);
    var all = Samples.of(tsdb, UP);
    for (int round = 0; round < 300; round++) {
      long from = random.nextLong(12_000) - 1000;
      long to = from + random.nextLong(4000);
      var found = tsdb.select(from, to, ALL);
      var expected = new TreeMap<>(all.subMap(from, true, to, true));
      var samples = found.isEmpty() ? new TreeMap<Long, Long>() : Samples.of(found.getFirst());
      assertEquals(expected, samples, from + " to " + to);
    }
  }

  @Test
  void seekGoesToTheFirstSampleAtOrAfterATimeAndNeverBack() {
    for (int i = 0; i < 500; i++) {
      write(tsdb, UP, 10L * i, i);
    }
    var all = Samples.of(tsdb, UP);
    var random = new Random(6);
    for (int round = 0; round < 300; round++) {
      var iterator = tsdb.select(100, 4500, ALL).getFirst().samples();
      long position = 90;
      for (int step = 0; step < 8; step++) {
        boolean seek = random.nextBoolean();
        long target = random.nextLong(5500) - 100;
        var expected =
            seek && position >= 100 && position >= target
                ? Long.valueOf(position)
                : all.ceilingKey(Math.max(position + 1, seek ? target : 0));
        var kind = seek ? iterator.seek(target) : iterator.next();
        if (expected == null || expected > 4500) {
          assertEquals(SampleKind.END, kind);
          assertEquals(SampleKind.END, iterator.next());
          assertEquals(SampleKind.END, iterator.seek(0));
          break;
        }
        assertEquals(SampleKind.FLOAT, kind);
        assertEquals(expected, iterator.timestampMillis());
        position = expected;
      }
    }
  }

  @Test
  void aSelectionStaysAsItWasWhenItWasMade() {
    write(tsdb, UP, 1, 1);
    var before = tsdb.select(0, 1000, ALL).getFirst();
    for (int i = 2; i < 400; i++) {
      write(tsdb, UP, i, i);
    }
    tsdb.dropBefore(350);
    assertEquals(1, Samples.of(before).size());
  }

  @Test
  void everythingComesBackAfterARestartAcrossManySegments() {
    var random = new Random(7);
    for (int i = 0; i < 600; i++) {
      try (var appender = tsdb.appender()) {
        for (int series = 0; series < 5; series++) {
          var labels = Labels.of("__name__", "m", "series", "" + series);
          appender.append(appender.reference(labels), 1000L * i, random.nextGaussian());
        }
        appender.commit();
      }
    }
    var before = Samples.all(tsdb);
    assertEquals(3000, tsdb.statistics().samples());
    reopen();
    assertEquals(before, Samples.all(tsdb));
    assertEquals(3000, tsdb.statistics().recoveredSamples());
    assertEquals(0, tsdb.statistics().corruptedBytes());
  }

  @Test
  void droppedSamplesAreGoneFromMemoryAndFromTheLogForGood() {
    var gone = Labels.of("__name__", "gone", "only", "here");
    for (int i = 0; i < 1000; i++) {
      write(tsdb, i < 300 ? gone : UP, i, i);
    }
    long bytesBefore = tsdb.statistics().walBytes();
    tsdb.dropBefore(700);
    var after = Samples.all(tsdb);
    assertEquals(List.of(UP), List.copyOf(after.keySet()));
    long first = after.get(UP).firstKey();
    assertTrue(first > 580 && first <= 700, "first: " + first);
    assertEquals(List.of("__name__", "job"), tsdb.labelNames(0, 9999, List.of()));
    var statistics = tsdb.statistics();
    assertEquals(1, statistics.series());
    assertEquals(first, statistics.oldestMillis());
    assertEquals(999, statistics.newestMillis());
    assertTrue(statistics.walBytes() < bytesBefore / 4, "bytes: " + statistics.walBytes());
    write(tsdb, UP, 1000, 1);
    after = Samples.all(tsdb);
    reopen();
    assertEquals(after, Samples.all(tsdb));
    assertEquals(statistics.samples() + 1, tsdb.statistics().recoveredSamples());
  }

  @Test
  void droppingAgainAndAgainLeavesOneCheckpoint() throws IOException {
    for (int i = 0; i < 20; i++) {
      write(tsdb, UP, 100L * i, i);
      tsdb.dropBefore(100L * i - 500);
      tsdb.dropBefore(100L * i - 500);
    }
    try (var files = Files.list(directory.resolve("log"))) {
      assertEquals(1, files.count());
    }
    var before = Samples.all(tsdb);
    reopen();
    assertEquals(before, Samples.all(tsdb));
    tsdb.dropBefore(1_000_000);
    assertTrue(Samples.all(tsdb).isEmpty());
    reopen();
    assertEquals(0, tsdb.statistics().series());
  }

  @Test
  void anEmptyStoreAnswersEverything() {
    assertTrue(tsdb.select(0, 1, ALL).isEmpty());
    assertTrue(tsdb.labelNames(0, 1, List.of()).isEmpty());
    assertTrue(tsdb.labelValues("a", 0, 1, List.of()).isEmpty());
    assertEquals(new TsdbStatistics(0, 0, 0, 0, 0, 0, 0, 0), tsdb.statistics());
    tsdb.dropBefore(5);
    reopen();
    assertEquals(0, tsdb.statistics().corruptedBytes());
  }

  @Test
  void aSelectionNeedsAMatcherThatRejectsTheEmptyValue() {
    var matchers = List.of(Matcher.of(Matcher.Type.MATCHES, "a", ".*"), Matcher.equal("b", ""));
    assertThrows(IllegalArgumentException.class, () -> tsdb.select(0, 1, matchers));
    assertThrows(IllegalArgumentException.class, () -> tsdb.select(0, 1, List.of()));
  }

  @Test
  void aFullDiskFailsTheCommitAndTheNextOneWorksWhenThereIsRoomAgain() {
    write(tsdb, UP, 1, 1);
    for (var failure : FragileDisk.Failure.values()) {
      if (failure == FragileDisk.Failure.CREATE) {
        // Ends the segment, so that the next commit has to create one.
        tsdb.dropBefore(0);
      }
      var before = Samples.all(tsdb);
      long millis = tsdb.statistics().newestMillis() + 1;
      try (var appender = tsdb.appender()) {
        appender.append(appender.reference(UP), millis, 2);
        disk.fail(failure);
        for (int i = 0; i < 3; i++) {
          assertThrows(UncheckedIOException.class, appender::commit, failure.toString());
          assertEquals(before, Samples.all(tsdb));
        }
        disk.heal();
        appender.commit();
      }
      write(tsdb, UP, millis + 1, 3);
      assertEquals(before.get(UP).size() + 2, Samples.of(tsdb, UP).size());
      var after = Samples.all(tsdb);
      reopen();
      assertEquals(after, Samples.all(tsdb), failure.toString());
      assertEquals(0, tsdb.statistics().corruptedBytes(), failure.toString());
    }
  }

  @Test
  void whatAFailedCommitHeldIsNotInTheLog() {
    write(tsdb, UP, 1, 1);
    disk.fail(FragileDisk.Failure.FORCE);
    assertThrows(UncheckedIOException.class, () -> write(tsdb, UP, 2, 2));
    reopen();
    disk.heal();
    assertEquals(1, Samples.of(tsdb, UP).size());
  }

  @Test
  void aCheckpointThatCannotBeWrittenLeavesTheLogAsItWas() {
    for (int i = 0; i < 500; i++) {
      write(tsdb, UP, i, i);
    }
    for (var failure : FragileDisk.Failure.values()) {
      disk.fail(failure);
      assertThrows(UncheckedIOException.class, () -> tsdb.dropBefore(1), failure.toString());
      disk.heal();
    }
    reopen();
    assertEquals(500, Samples.of(tsdb, UP).size());
  }

  @Test
  void aSecondStoreOnTheSameDirectoryIsRefusedAndDoesNotHurtTheFirst() {
    for (int i = 0; i < 2; i++) {
      var failure = assertThrows(IllegalStateException.class, () -> Tsdb.open(options()));
      assertTrue(failure.getMessage().contains("in use"), failure.getMessage());
    }
    write(tsdb, UP, 1, 1);
    tsdb.close();
    tsdb.close();
    open();
    assertEquals(1, Samples.of(tsdb, UP).size());
  }

  @Test
  void aClosedStoreRefusesCommits() {
    try (var appender = tsdb.appender()) {
      appender.append(appender.reference(UP), 1, 1);
      tsdb.close();
      var failure = assertThrows(IllegalStateException.class, appender::commit);
      assertTrue(failure.getMessage().contains("closed"), failure.getMessage());
    }
  }

  @Test
  void aDirectoryThatCannotBeUsedIsNamed() throws IOException {
    var file = Files.writeString(directory.resolve("file"), "");
    var failure =
        assertThrows(
            UncheckedIOException.class, () -> Tsdb.open(TsdbOptions.defaults(file.resolve("x"))));
    assertTrue(failure.getMessage().contains(file.toString()), failure.getMessage());
    assertFalse(Files.exists(file.resolve("x")));
  }

  @Test
  void anInterruptedThreadCommitsLikeAnyOther() {
    Thread.currentThread().interrupt();
    write(tsdb, UP, 1, 1);
    assertTrue(Thread.interrupted());
    write(tsdb, UP, 2, 2);
    assertEquals(2, Samples.of(tsdb, UP).size());
  }

  @Test
  void optionsOutsideTheirRangeAreRefused() {
    var defaults = TsdbOptions.defaults(directory);
    assertThrows(IllegalArgumentException.class, () -> defaults.withSeriesLimit(0));
    assertThrows(IllegalArgumentException.class, () -> defaults.withSegmentBytes(1));
    assertEquals(5, defaults.withSeriesLimit(5).seriesLimit());
  }
}
