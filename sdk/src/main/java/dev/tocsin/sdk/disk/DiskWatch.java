package dev.tocsin.sdk.disk;

import dev.tocsin.sdk.metrics.GaugeFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.ops.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Measures volumes in the background, so that a file system that hangs (a lost network share)
/// stops neither a scrape nor a probe, and shows them as the block `disk`: AMBER from the warning
/// limit on or when a volume cannot be measured, RED from the critical limit on.
///
/// Metric: `disk_used_ratio{volume}`, NaN while a volume cannot be measured.
public final class DiskWatch implements OpsBlock, AutoCloseable {

  private static final int MAX_VOLUMES = 50;
  private static final int STALE_INTERVALS = 4;

  private final Map<String, Path> volumes;
  private final DiskLimits limits;
  private final InstantSource clock;
  private final GaugeFamily ratio;
  private final Map<String, Measured> measured = new ConcurrentHashMap<>();
  private final Instant begun;
  private final ScheduledExecutorService timer;

  /// @param volumes any existing path on each volume, by the name of the volume
  public DiskWatch(
      Map<String, Path> volumes, DiskLimits limits, InstantSource clock, Telemetry telemetry) {
    if (volumes.size() > MAX_VOLUMES) {
      throw new IllegalArgumentException(
          "There are " + volumes.size() + " volumes to watch, more than " + MAX_VOLUMES + ".");
    }
    this.volumes = new LinkedHashMap<>(volumes);
    this.limits = limits;
    this.clock = clock;
    this.begun = clock.instant();
    this.ratio = telemetry.gauge("disk_used_ratio", "Share of the volume in use.", "volume");
    this.timer = Executors.newScheduledThreadPool(Math.max(1, volumes.size()), DiskWatch::thread);
  }

  /// Begins to measure, each volume on a thread of its own.
  public void start() {
    long millis = limits.interval().toMillis();
    volumes.forEach(
        (volume, path) -> {
          Future<?> unused =
              timer.scheduleWithFixedDelay(
                  () -> measure(volume, path), 0, millis, TimeUnit.MILLISECONDS);
        });
  }

  /// Measures every volume once, on this thread.
  public void measureNow() {
    volumes.forEach(this::measure);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  @Override
  public String name() {
    return "disk";
  }

  @Override
  public BlockReport collect() {
    Verdict worst = Verdict.GREEN;
    List<String> reasons = new ArrayList<>();
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Map.Entry<String, Path> volume : volumes.entrySet()) {
      String name = volume.getKey();
      Measured last = measured.get(name);
      String problem = problem(name, last);
      VolumeUse use = last == null ? null : last.use();
      Verdict verdict = problem.isEmpty() ? Verdict.GREEN : severity(use);
      if (!problem.isEmpty()) {
        reasons.add(problem);
      }
      worst = verdict.compareTo(worst) > 0 ? verdict : worst;
      fields.put(name, fields(volume.getValue(), use));
    }
    return new BlockReport(worst, reasons, fields);
  }

  private Verdict severity(@Nullable VolumeUse use) {
    return use != null && use.ratio() >= limits.criticalRatio() ? Verdict.RED : Verdict.AMBER;
  }

  private String problem(String volume, @Nullable Measured last) {
    VolumeUse use = last == null ? null : last.use();
    if (use != null && use.ratio() >= limits.warningRatio()) {
      return String.format(
          Locale.ROOT,
          "The volume %s is %.1f %% full; the limits are %.0f and %.0f %%.",
          volume,
          use.ratio() * 100,
          limits.warningRatio() * 100,
          limits.criticalRatio() * 100);
    }
    if (last != null && use == null) {
      return "The volume " + volume + " cannot be measured: " + last.failure() + ".";
    }
    Instant at = last == null ? begun : last.at();
    Duration age = Duration.between(at, clock.instant());
    return age.compareTo(limits.interval().multipliedBy(STALE_INTERVALS)) > 0
        ? "The volume " + volume + " was not measured for " + age.toSeconds() + " s; it may hang."
        : "";
  }

  private static Map<String, Object> fields(Path path, @Nullable VolumeUse use) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("path", path.toString());
    if (use != null) {
      fields.put("usedRatio", Math.round(use.ratio() * 10_000) / 10_000.0);
      fields.put("usedBytes", use.usedBytes());
      fields.put("usableBytes", use.usableBytes());
    }
    return fields;
  }

  private void measure(String volume, Path path) {
    try {
      VolumeUse use = VolumeUse.of(path);
      measured.put(volume, new Measured(clock.instant(), use, ""));
      ratio.set(use.ratio(), volume);
    } catch (IOException | RuntimeException e) {
      String failure = e.getClass().getSimpleName() + " at " + path;
      measured.put(volume, new Measured(clock.instant(), null, failure));
      ratio.set(Double.NaN, volume);
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "tocsin-disk");
    thread.setDaemon(true);
    return thread;
  }

  private record Measured(Instant at, @Nullable VolumeUse use, String failure) {}
}
