package dev.tocsin.server.probe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of a service.
public record ServiceState(String name, String displayName, Current current, Uptime uptime) {
  /// The last check.
  ///
  /// @param status UP for a service that was never checked
  /// @param sinceMillis when it took this status
  /// @param lastCheckedAtMillis 0 if it was never checked
  /// @param staleAtMillis when the status is too old to be believed; 0 if nobody checks the service
  /// @param latencyMillis absent when it did not answer
  /// @param detail what the check said; empty when all is well
  public record Current(
      ServiceStatus status,
      long sinceMillis,
      long lastCheckedAtMillis,
      long staleAtMillis,
      @Nullable Integer latencyMillis,
      String detail) {}

  /// @param percentage of 90 days; 100 when there are no checks
  /// @param days 90 days, the oldest first, today last
  public record Uptime(double percentage, List<UptimeDay> days) {
    public Uptime {
      days = List.copyOf(days);
    }
  }

  public ServiceStatus status() {
    return current.status();
  }

  /// Whether the checks of the service have stopped coming, so that its status says nothing.
  public boolean isStale(long nowMillis) {
    return current.staleAtMillis() != 0 && nowMillis > current.staleAtMillis();
  }
}
