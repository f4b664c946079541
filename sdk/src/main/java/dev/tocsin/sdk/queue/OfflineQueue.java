package dev.tocsin.sdk.queue;

import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.GaugeFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.ops.OpsJson;
import dev.tocsin.sdk.ops.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// What clients collected while they were offline and still have to hand in: depth, oldest age, and
/// how many syncs succeed. Publishes `offline_queue_depth`, `offline_queue_oldest_age_seconds` and
/// `offline_queue_sync_total{outcome}`; it is the block `offlineQueue`.
public final class OfflineQueue implements OpsBlock {

  private final QueueLimits limits;
  private final GaugeFamily depth;
  private final GaugeFamily oldestAge;
  private final CounterFamily syncs;
  private final LongAdder succeeded = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private volatile @Nullable QueueFigures latest;

  public OfflineQueue(Telemetry telemetry, QueueLimits limits) {
    this.limits = limits;
    depth = telemetry.gauge("offline_queue_depth", "Items that clients have not handed in yet.");
    oldestAge =
        telemetry.gauge("offline_queue_oldest_age_seconds", "Age of the oldest offline item.");
    syncs = telemetry.counter("offline_queue_sync_total", "Syncs of offline items.", "outcome");
    syncs.declare("success");
    syncs.declare("error");
  }

  /// Records how the queue stands.
  public void record(long items, Duration oldest) {
    latest = QueueFigures.of(items, oldest);
    depth.set((double) items);
    oldestAge.set(OpsJson.seconds(oldest));
  }

  /// Records an item that a client handed in.
  public void recordSynced() {
    succeeded.increment();
    syncs.increment("success");
  }

  /// Records a failed attempt to hand an item in.
  public void recordSyncFailed() {
    failed.increment();
    syncs.increment("error");
  }

  @Override
  public String name() {
    return "offlineQueue";
  }

  @Override
  public BlockReport collect() {
    QueueFigures figures = latest;
    Map<String, Object> fields = new LinkedHashMap<>();
    if (figures != null) {
      fields.put("depth", figures.depth());
      fields.put("oldestAgeSeconds", OpsJson.seconds(figures.oldestAge()));
    }
    long good = succeeded.sum();
    long all = good + failed.sum();
    fields.put("synced", good);
    fields.put("syncFailed", all - good);
    if (all > 0) {
      fields.put("syncSuccessRatio", (double) good / (double) all);
    }
    fields.put("maxDepth", limits.maxDepth());
    fields.put("maxAgeSeconds", OpsJson.seconds(limits.maxAge()));
    List<String> reasons = reasons(figures);
    return new BlockReport(reasons.isEmpty() ? Verdict.GREEN : Verdict.AMBER, reasons, fields);
  }

  private List<String> reasons(@Nullable QueueFigures figures) {
    List<String> reasons = new ArrayList<>();
    if (figures != null && figures.depth() > limits.maxDepth()) {
      reasons.add("The offline queue holds " + figures.depth() + " items, more than its limit.");
    }
    if (figures != null && figures.oldestAge().compareTo(limits.maxAge()) > 0) {
      long seconds = figures.oldestAge().toSeconds();
      reasons.add("The oldest offline item waits for " + seconds + " s, longer than its limit.");
    }
    return reasons;
  }
}
