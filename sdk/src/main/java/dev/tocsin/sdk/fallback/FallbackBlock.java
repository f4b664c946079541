package dev.tocsin.sdk.fallback;

import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.ops.Verdict;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The block `fallbacks` of `/health/ops`: which degraded modes are active, AMBER while they are
/// only degraded, RED when one has reached its threshold for paging.
public final class FallbackBlock implements OpsBlock {

  private static final int MAX_REASONS = 20;

  private final Fallbacks fallbacks;

  public FallbackBlock(Fallbacks fallbacks) {
    this.fallbacks = fallbacks;
  }

  @Override
  public String name() {
    return "fallbacks";
  }

  @Override
  public BlockReport collect() {
    List<ActiveMode> active = fallbacks.active();
    List<DegradedMode> overdue = overdue();
    List<String> reasons = new ArrayList<>();
    active.stream().limit(MAX_REASONS).map(FallbackBlock::reason).forEach(reasons::add);
    overdue.stream()
        .limit(MAX_REASONS)
        .map(
            mode ->
                mode.key() + ": its review by " + mode.owner() + " was due on " + mode.reviewBy())
        .forEach(reasons::add);
    return new BlockReport(verdict(active, overdue), reasons, fields(active, overdue));
  }

  private List<DegradedMode> overdue() {
    LocalDate today = LocalDate.ofInstant(fallbacks.clock().instant(), ZoneOffset.UTC);
    return fallbacks.modes().stream().filter(mode -> mode.reviewBy().isBefore(today)).toList();
  }

  private static Verdict verdict(List<ActiveMode> active, List<DegradedMode> overdue) {
    if (active.stream().anyMatch(ActiveMode::paging)) {
      return Verdict.RED;
    }
    return active.isEmpty() && overdue.isEmpty() ? Verdict.GREEN : Verdict.AMBER;
  }

  private static String reason(ActiveMode mode) {
    return mode.status().key() + ": " + mode.status().latest().message();
  }

  private Map<String, Object> fields(List<ActiveMode> active, List<DegradedMode> overdue) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("active", active.size());
    fields.put("paging", active.stream().filter(ActiveMode::paging).count());
    fields.put("declared", fallbacks.modes().size());
    fields.put("reviewsOverdue", overdue.size());
    fields.put("activeKeys", active.stream().map(mode -> mode.status().key()).toList());
    return fields;
  }
}
