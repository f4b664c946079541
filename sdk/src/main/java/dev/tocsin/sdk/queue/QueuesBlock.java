package dev.tocsin.sdk.queue;

import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.ops.Verdict;
import java.util.List;
import java.util.Map;

/// The block `queues`: every queue with its figures and its limits.
public final class QueuesBlock implements OpsBlock {

  private final QueueMonitor monitor;

  public QueuesBlock(QueueMonitor monitor) {
    this.monitor = monitor;
  }

  @Override
  public String name() {
    return "queues";
  }

  @Override
  public BlockReport collect() {
    List<QueueView> views = monitor.views();
    Verdict worst =
        views.stream().map(QueueView::verdict).max(Verdict::compareTo).orElse(Verdict.GREEN);
    List<String> reasons = views.stream().flatMap(view -> view.reasons().stream()).toList();
    List<Map<String, Object>> queues = views.stream().map(QueueView::fields).toList();
    return new BlockReport(worst, reasons, Map.of("queues", queues));
  }
}
