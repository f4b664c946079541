package dev.tocsin.server.probe;

/// What one check found.
///
/// @param answered whether the service answered at all, so that the time is its latency
/// @param detail what is wrong; empty when nothing is
record CheckResult(ServiceStatus status, long elapsedMillis, boolean answered, String detail) {
  private static final int DETAIL_LIMIT = 300;

  CheckResult {
    if (detail.length() > DETAIL_LIMIT) {
      detail = detail.substring(0, DETAIL_LIMIT) + "…";
    }
  }

  static CheckResult unreachable(long elapsedMillis, String detail) {
    return new CheckResult(ServiceStatus.DOWN, elapsedMillis, false, detail);
  }

  static CheckResult answered(long elapsedMillis, String problem) {
    var status = problem.isEmpty() ? ServiceStatus.UP : ServiceStatus.DOWN;
    return new CheckResult(status, elapsedMillis, true, problem);
  }

  /// A good answer that took too long.
  CheckResult slowAfter(long limitMillis) {
    if (status != ServiceStatus.UP || elapsedMillis <= limitMillis) {
      return this;
    }
    return new CheckResult(
        ServiceStatus.DEGRADED,
        elapsedMillis,
        true,
        "took " + elapsedMillis + " ms, more than " + limitMillis + " ms");
  }
}
