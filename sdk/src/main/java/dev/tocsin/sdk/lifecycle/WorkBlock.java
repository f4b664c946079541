package dev.tocsin.sdk.lifecycle;

import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.ops.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The block `work`: all lifecycles. One that cannot be counted makes it RED and hides no other.
public final class WorkBlock implements OpsBlock {

  private final LifecycleMonitor monitor;

  public WorkBlock(LifecycleMonitor monitor) {
    this.monitor = monitor;
  }

  @Override
  public String name() {
    return "work";
  }

  @Override
  public BlockReport collect() throws InterruptedException {
    Verdict worst = Verdict.GREEN;
    List<String> reasons = new ArrayList<>();
    List<Map<String, Object>> lifecycles = new ArrayList<>();
    for (LifecycleWatch watch : monitor.watches()) {
      String name = watch.lifecycle().name();
      BlockReport report = report(watch);
      worst = worst.compareTo(report.verdict()) < 0 ? report.verdict() : worst;
      report.reasons().forEach(reason -> reasons.add(name + ": " + reason));
      Map<String, Object> fields = new LinkedHashMap<>(report.fields());
      fields.put("verdict", report.verdict().name());
      lifecycles.add(fields);
    }
    return new BlockReport(worst, reasons, Map.of("lifecycles", lifecycles));
  }

  private static BlockReport report(LifecycleWatch watch) throws InterruptedException {
    try {
      return new LifecycleBlock(watch).collect();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return new BlockReport(
          Verdict.RED,
          List.of("cannot be counted: " + e.getMessage()),
          Map.of("lifecycle", watch.lifecycle().name()));
    }
  }
}
