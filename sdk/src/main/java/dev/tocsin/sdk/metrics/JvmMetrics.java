package dev.tocsin.sdk.metrics;

import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/// The figures of the process itself: memory, threads, garbage collection, processor, up-time.
/// Close it to stop listening to the collector.
public final class JvmMetrics implements AutoCloseable {

  private final JvmGcMetrics collections = new JvmGcMetrics();

  public JvmMetrics(Telemetry telemetry) {
    new JvmMemoryMetrics().bindTo(telemetry.registry());
    new JvmThreadMetrics().bindTo(telemetry.registry());
    new ClassLoaderMetrics().bindTo(telemetry.registry());
    new ProcessorMetrics().bindTo(telemetry.registry());
    new UptimeMetrics().bindTo(telemetry.registry());
    collections.bindTo(telemetry.registry());
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    // Rules written for the platform's first back end ask for this name; it is kept so that they
    // evaluate against a JVM as well.
    telemetry
        .gauge("nodejs_heap_used_bytes")
        .observe(() -> (double) memory.getHeapMemoryUsage().getUsed());
  }

  @Override
  public void close() {
    collections.close();
  }
}
