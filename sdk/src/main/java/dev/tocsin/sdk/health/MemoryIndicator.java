package dev.tocsin.sdk.health;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// DOWN when the heap is over its limit and the last collection could not change that. Used heap
/// alone says little: it climbs to the limit between two collections in a healthy process.
public final class MemoryIndicator implements HealthIndicator {

  /// Share of the maximum heap that may be in use after a collection.
  public static final double DEFAULT_MAX_USED_RATIO = 0.95;

  private final long limitBytes;
  private final LongSupplier usedBytes;
  private final LongSupplier usedAfterCollectionBytes;

  public MemoryIndicator(long limitBytes) {
    this(limitBytes, MemoryIndicator::heapUsed, MemoryIndicator::heapUsedAfterCollection);
  }

  MemoryIndicator(long limitBytes, LongSupplier usedBytes, LongSupplier usedAfterCollectionBytes) {
    if (limitBytes < 1) {
      throw new IllegalArgumentException("The heap limit must be at least one byte.");
    }
    this.limitBytes = limitBytes;
    this.usedBytes = usedBytes;
    this.usedAfterCollectionBytes = usedAfterCollectionBytes;
  }

  /// An indicator with a limit relative to the maximum heap of this process.
  public static MemoryIndicator ofMaxHeap(double maxUsedRatio) {
    if (!(maxUsedRatio > 0 && maxUsedRatio <= 1)) {
      throw new IllegalArgumentException(
          "The used share of the heap must be over 0 and at most 1, not " + maxUsedRatio + ".");
    }
    return new MemoryIndicator((long) (maxUsedRatio * (double) Runtime.getRuntime().maxMemory()));
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public HealthScope scope() {
    return HealthScope.PROCESS;
  }

  @Override
  public Duration cacheTime() {
    return Duration.ZERO;
  }

  @Override
  public HealthOutcome check() {
    long used = usedBytes.getAsLong();
    long afterCollection = usedAfterCollectionBytes.getAsLong();
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("usedBytes", used);
    details.put("usedAfterCollectionBytes", afterCollection);
    details.put("limitBytes", limitBytes);
    return used > limitBytes && afterCollection > limitBytes
        ? new HealthOutcome.Down("the heap is over its limit", details)
        : new HealthOutcome.Up(details);
  }

  private static long heapUsed() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long heapUsedAfterCollection() {
    long used = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage after = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
      used += after == null ? 0 : after.getUsed();
    }
    return used;
  }
}
