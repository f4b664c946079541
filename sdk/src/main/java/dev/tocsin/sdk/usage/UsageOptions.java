package dev.tocsin.sdk.usage;

/// How a [UsageMeter] behaves.
///
/// @param limit how much each user may spend a day
/// @param alarm hears of calls to active models that cost nothing
public record UsageOptions(DailyLimit limit, ZeroCostAlarm alarm) {

  /// No limit; zero-cost calls are only counted and logged.
  public static UsageOptions defaults() {
    return new UsageOptions(DailyLimit.none(), (key, message) -> {});
  }

  public UsageOptions withLimit(DailyLimit newLimit) {
    return new UsageOptions(newLimit, alarm);
  }

  public UsageOptions withAlarm(ZeroCostAlarm newAlarm) {
    return new UsageOptions(limit, newAlarm);
  }
}
