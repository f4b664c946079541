package dev.tocsin.sdk.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.Verdict;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskWatchTest {

  @TempDir private Path folder;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final InstantSource clock = now::get;
  private final Telemetry telemetry = new Telemetry();

  @AfterEach
  void close() {
    telemetry.close();
  }

  @Test
  void theLimitsAreSeventyAndEightyFivePercent() {
    assertEquals(0.70, DiskLimits.defaults().warningRatio());
    assertEquals(0.85, DiskLimits.defaults().criticalRatio());
    assertThrows(
        IllegalArgumentException.class, () -> new DiskLimits(0.9, 0.8, Duration.ofSeconds(1)));
  }

  @Test
  void theVerdictFollowsHowFullTheRealVolumeIs() throws IOException {
    double used = usedRatio();
    assertEquals(Verdict.GREEN, verdict(between(used, 1), between(used, 1) + 0.000_001));
    assertEquals(Verdict.AMBER, verdict(used / 2, between(used, 1)));
    assertEquals(Verdict.RED, verdict(used / 4, used / 2));
  }

  @Test
  void theGaugeShowsWhatTheVolumeReallyUses() throws IOException {
    try (DiskWatch watch = watch(folder, DiskLimits.defaults())) {
      watch.measureNow();
      String line =
          telemetry
              .scrape(null)
              .body()
              .lines()
              .filter(each -> each.startsWith("disk_used_ratio{volume=\"uploads\"} "))
              .findFirst()
              .orElseThrow();
      double shown = Double.parseDouble(line.substring(line.lastIndexOf(' ')));
      assertEquals(usedRatio(), shown, 0.05);
    }
  }

  @Test
  void aFolderThatIsGoneIsShownAndItsGaugeIsNoOldValue() throws IOException {
    Path uploads = Files.createDirectory(folder.resolve("uploads"));
    try (DiskWatch watch = watch(uploads, DiskLimits.defaults())) {
      watch.measureNow();
      Files.delete(uploads);
      watch.measureNow();
      BlockReport report = watch.collect();
      assertEquals(Verdict.AMBER, report.verdict());
      assertTrue(
          report.reasons().get(0).startsWith("The volume uploads cannot be measured: NoSuchFile"),
          report.reasons()::toString);
      assertTrue(telemetry.scrape(null).body().contains("disk_used_ratio{volume=\"uploads\"} NaN"));
    }
  }

  @Test
  void aVolumeThatIsNeverMeasuredIsToldAfterAWhile() {
    try (DiskWatch watch = watch(folder, DiskLimits.defaults())) {
      assertEquals(Verdict.GREEN, watch.collect().verdict());
      now.updateAndGet(at -> at.plusSeconds(121));
      BlockReport report = watch.collect();
      assertEquals(Verdict.AMBER, report.verdict());
      assertEquals(
          "The volume uploads was not measured for 121 s; it may hang.", report.reasons().get(0));
    }
  }

  @Test
  void onceStartedItMeasuresByItself() {
    DiskLimits often = new DiskLimits(0.98, 0.99, Duration.ofMillis(10));
    try (DiskWatch watch = watch(folder, often)) {
      watch.start();
      Awaitility.await().until(() -> watch.collect().fields().toString().contains("usedRatio"));
    }
  }

  private Verdict verdict(double warning, double critical) {
    try (DiskWatch watch =
        watch(folder, new DiskLimits(warning, critical, DiskLimits.DEFAULT_INTERVAL))) {
      watch.measureNow();
      return watch.collect().verdict();
    }
  }

  private DiskWatch watch(Path path, DiskLimits limits) {
    return new DiskWatch(Map.of("uploads", path), limits, clock, telemetry);
  }

  private static double between(double a, double b) {
    return (a + b) / 2;
  }

  private double usedRatio() throws IOException {
    FileStore store = Files.getFileStore(folder);
    double used = (double) store.getTotalSpace() - store.getUnallocatedSpace();
    return used / (used + store.getUsableSpace());
  }
}
