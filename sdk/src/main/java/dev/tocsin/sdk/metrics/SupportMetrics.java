package dev.tocsin.sdk.metrics;

/// Tickets of the support that are late.
public final class SupportMetrics {

  private final CounterFamily breaches;
  private final GaugeFamily open;

  SupportMetrics(Telemetry telemetry) {
    breaches = telemetry.counter("support_sla_breaches_total");
    open = telemetry.gauge("support_sla_breached_open");
  }

  /// A ticket passed its due time. Call it once per ticket.
  public void recordBreach(String queue, TicketPriority priority) {
    breaches.increment(queue, Labelled.label(priority));
  }

  /// How many open tickets of a queue are past their due time now.
  public void setBreachedOpen(String queue, long tickets) {
    open.set((double) tickets, queue);
  }
}
