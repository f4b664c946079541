package dev.tocsin.server.probe;

import dev.tocsin.series.Labels;
import dev.tocsin.server.database.Leases;
import dev.tocsin.server.ingest.Cadence;
import dev.tocsin.server.ingest.SampleSink;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Checks all services that have a plan, each at its own times; a check never overlaps with the
/// next of its service. Of several replicas one checks a service, as a lease decides.
public final class Probes {
  private final ServiceStatuses statuses;
  private final SampleSink sink;
  private final Leases leases;
  private final InstantSource clock;
  private final Checker checker = new Checker();
  private final List<Probe> probes = new ArrayList<>();
  private boolean started;

  public Probes(
      ProbeOptions options,
      ServiceStatuses statuses,
      SampleSink sink,
      Leases leases,
      InstantSource clock) {
    this.statuses = statuses;
    this.sink = sink;
    this.leases = leases;
    this.clock = clock;
    add(options);
  }

  private void add(ProbeOptions options) {
    for (var service : options.services()) {
      service.plan().ifPresent(plan -> probes.add(new Probe(service.name(), plan)));
    }
  }

  public synchronized void start() {
    started = true;
    probes.forEach(it -> it.cadence.start());
  }

  public synchronized void stop() {
    started = false;
    halt();
    checker.close();
  }

  private void halt() {
    probes.forEach(it -> it.cadence.halt());
    probes.forEach(it -> it.cadence.await());
  }

  /// Goes over to other options.
  public synchronized void reload(ProbeOptions options) {
    halt();
    probes.clear();
    add(options);
    if (started) {
      start();
    }
  }

  /// Checks every service once, one after the other, now.
  public void runOnce() {
    List<Probe> all;
    synchronized (this) {
      all = List.copyOf(probes);
    }
    all.forEach(it -> it.check(clock.millis()));
  }

  /// The checks of one service.
  private final class Probe {
    private final String service;
    private final ProbeOptions.Plan plan;
    private final Cadence cadence;
    private final Labels statusSeries;
    private final Labels latencySeries;
    private int failures;

    Probe(String service, ProbeOptions.Plan plan) {
      this.service = service;
      this.plan = plan;
      this.cadence = new Cadence("probe " + service, plan.timing().interval(), clock, this::check);
      this.statusSeries = Labels.of(Labels.METRIC_NAME, "health_check_status", "service", service);
      this.latencySeries =
          Labels.of(Labels.METRIC_NAME, "health_check_latency_ms", "service", service);
    }

    /// How long another replica waits before it takes over.
    private Duration leaseLength() {
      return plan.timing().interval().multipliedBy(2).plus(plan.timing().timeout());
    }

    synchronized void check(long atMillis) {
      if (!leases.acquire("probe " + service, leaseLength())) {
        return;
      }
      try {
        var result =
            checker
                .run(plan.check(), plan.timing().timeout())
                .slowAfter(plan.degradedAfter().toMillis());
        failures = result.status() == ServiceStatus.DOWN ? failures + 1 : 0;
        boolean confirmed = failures == 0 || failures >= plan.failuresBeforeDown();
        var status = statuses.checked(service, result, confirmed);
        if (status != null) {
          write(status, result.elapsedMillis(), atMillis);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void write(ServiceStatus status, long elapsedMillis, long atMillis) {
      try (var batch = sink.open()) {
        batch.add(statusSeries, atMillis, status == ServiceStatus.UP ? 1 : 0);
        batch.add(latencySeries, atMillis, (double) elapsedMillis);
        batch.commit();
      }
    }
  }
}
