package dev.tocsin.tsdb;

import static dev.tocsin.tsdb.Samples.ALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.series.AppendResult;
import dev.tocsin.series.Labels;
import dev.tocsin.series.SampleKind;
import dev.tocsin.series.Series;
import dev.tocsin.tsdb.file.DurableFiles;
import dev.tocsin.tsdb.file.FileOpener;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrencyTest {
  private static final int BATCH_SAMPLES = 7;
  private static final Labels SHARED = Labels.of("__name__", "shared");

  @TempDir private Path directory;

  private TsdbOptions options() {
    return TsdbOptions.defaults(directory).withSegmentBytes(64 * 1024);
  }

  /// The value that every sample of these tests has, so that a torn one shows.
  private static double valueAt(long millis) {
    return Double.longBitsToDouble(millis * 0x9E3779B97F4A7C15L);
  }

  /// On platform threads: readers that never block would keep virtual ones from running.
  private static void runAll(List<Callable<Void>> jobs) throws Exception {
    try (var threads = Executors.newCachedThreadPool()) {
      var running = new ArrayList<Future<Void>>();
      jobs.forEach(job -> running.add(threads.submit(job)));
      for (var one : running) {
        try {
          one.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
          throw new AssertionError(e.getCause());
        }
      }
    }
  }

  /// Writes batches of several samples a series and counts those that were committed.
  private static Void writeOwn(Tsdb tsdb, Labels labels, int batches) {
    try (var appender = tsdb.appender()) {
      long reference = appender.reference(labels);
      for (int batch = 0; batch < batches; batch++) {
        for (int i = 0; i < BATCH_SAMPLES; i++) {
          long millis = (long) batch * BATCH_SAMPLES + i;
          assertEquals(AppendResult.APPENDED, appender.append(reference, millis, valueAt(millis)));
        }
        appender.commit();
      }
    }
    return null;
  }

  /// Reads until the writers are done; nothing may be torn, half a batch, or gone again.
  private static Void readAll(Tsdb tsdb, AtomicBoolean done) {
    Map<Labels, Integer> seen = new HashMap<>();
    boolean last = false;
    while (!last) {
      last = done.get();
      for (var series : tsdb.select(Long.MIN_VALUE, Long.MAX_VALUE, ALL)) {
        int count = count(series);
        assertEquals(0, count % BATCH_SAMPLES, "half a batch is readable");
        assertTrue(count >= seen.getOrDefault(series.labels(), 0), "samples went away");
        seen.put(series.labels(), count);
      }
    }
    return null;
  }

  private static int count(Series series) {
    var samples = series.samples();
    int count = 0;
    while (samples.next() == SampleKind.FLOAT) {
      assertEquals(count, samples.timestampMillis());
      assertEquals(Samples.bits(valueAt(count)), Samples.bits(samples.value()), "a torn sample");
      count++;
    }
    return count;
  }

  @Test
  void readersSeeWholeBatchesWhileManyWrite() throws Exception {
    int writers = 6;
    int batches = 250;
    try (var tsdb = Tsdb.open(options())) {
      var done = new AtomicBoolean();
      var left = new AtomicInteger(writers);
      var jobs = new ArrayList<Callable<Void>>();
      for (int i = 0; i < writers; i++) {
        var labels = Labels.of("__name__", "own", "writer", "" + i);
        jobs.add(
            () -> {
              try {
                return writeOwn(tsdb, labels, batches);
              } finally {
                done.set(left.decrementAndGet() == 0);
              }
            });
      }
      jobs.add(() -> readAll(tsdb, done));
      jobs.add(() -> readAll(tsdb, done));
      jobs.add(
          () -> {
            while (!done.get()) {
              tsdb.dropBefore(Long.MIN_VALUE);
              tsdb.statistics();
            }
            return null;
          });
      runAll(jobs);
      assertEquals((long) writers * batches * BATCH_SAMPLES, tsdb.statistics().samples());
    }
    try (var tsdb = Tsdb.open(options())) {
      assertEquals((long) writers * batches * BATCH_SAMPLES, tsdb.statistics().samples());
      tsdb.select(Long.MIN_VALUE, Long.MAX_VALUE, ALL).forEach(ConcurrencyTest::count);
    }
  }

  @Test
  void writersOfOneSeriesLeaveItOrderedAndTheSameAfterARestart() throws Exception {
    Map<Long, Double> inMemory;
    var clock = new AtomicInteger();
    try (var tsdb = Tsdb.open(options())) {
      var jobs = new ArrayList<Callable<Void>>();
      for (int i = 0; i < 5; i++) {
        jobs.add(
            () -> {
              for (int n = 0; n < 200; n++) {
                try (var appender = tsdb.appender()) {
                  long millis = clock.incrementAndGet();
                  appender.append(appender.reference(SHARED), millis, valueAt(millis));
                  appender.commit();
                }
              }
              return null;
            });
      }
      runAll(jobs);
      inMemory = new HashMap<>();
      Samples.of(tsdb, SHARED).forEach((time, bits) -> inMemory.put(time, valueAt(time)));
      assertTrue(inMemory.containsKey(1000L), "the newest sample is always taken");
    }
    try (var tsdb = Tsdb.open(options())) {
      var again = Samples.of(tsdb, SHARED);
      assertEquals(inMemory.keySet(), again.keySet());
      again.forEach((time, bits) -> assertEquals(Samples.bits(valueAt(time)), bits));
    }
  }

  @Test
  void oneSeriesIsCreatedOnceHoweverManyAskForIt() throws Exception {
    try (var tsdb = Tsdb.open(options())) {
      Map<Labels, Long> references = new ConcurrentHashMap<>();
      var jobs = new ArrayList<Callable<Void>>();
      for (int i = 0; i < 8; i++) {
        jobs.add(
            () -> {
              try (var appender = tsdb.appender()) {
                for (int n = 0; n < 500; n++) {
                  var labels = Labels.of("__name__", "m", "n", "" + n);
                  long reference = appender.reference(labels);
                  assertEquals(reference, references.computeIfAbsent(labels, _ -> reference));
                }
              }
              return null;
            });
      }
      runAll(jobs);
      assertEquals(500, tsdb.statistics().series());
      assertEquals(500, Map.copyOf(references).values().stream().distinct().count());
    }
  }

  @Test
  void commitsThatWaitForTheDiskShareTheNextForce() throws Exception {
    var forces = new AtomicInteger();
    var gate = new GatedDisk(forces);
    int writers = 20;
    try (var tsdb = Tsdb.open(options(), gate);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      gate.shut();
      var commits = new ArrayList<Future<?>>();
      for (int i = 0; i < writers; i++) {
        var labels = Labels.of("__name__", "m", "writer", "" + i);
        commits.add(threads.submit(() -> Samples.write(tsdb, labels, 1, 1)));
      }
      Awaitility.await().until(() -> gate.isWaiting() && tsdb.statistics().series() == writers);
      assertTrue(tsdb.select(0, 2, ALL).isEmpty(), "readable before it was forced");
      assertTrue(commits.stream().noneMatch(Future::isDone));
      gate.open();
      for (var commit : commits) {
        commit.get(10, TimeUnit.SECONDS);
      }
      assertEquals(writers, tsdb.select(0, 2, ALL).size());
      assertTrue(forces.get() < writers, "forces: " + forces.get());
    }
  }

  /// A disk whose forces wait at a gate.
  private static final class GatedDisk implements FileOpener {
    private final AtomicInteger forces;
    private final Semaphore gate = new Semaphore(1);

    private GatedDisk(AtomicInteger forces) {
      this.forces = forces;
    }

    void shut() {
      gate.acquireUninterruptibly();
    }

    void open() {
      gate.release();
    }

    boolean isWaiting() {
      return gate.hasQueuedThreads();
    }

    @Override
    public FileChannel create(Path file) throws IOException {
      return new ForwardingChannel(DurableFiles.create(file)) {
        @Override
        public void force(boolean metaData) throws IOException {
          gate.acquireUninterruptibly();
          gate.release();
          forces.incrementAndGet();
          super.force(metaData);
        }
      };
    }
  }
}
