package dev.tocsin.sdk.error.sentry;

import org.jspecify.annotations.Nullable;

/// Where and how failures are reported.
///
/// @param dsn the address with the public key, as Sentry shows it
/// @param environment `production`, `staging`, …
/// @param release the version that runs; absent when it is not known
/// @param tracesSampleRate share of Sentry's own transactions that is sent, 0 to 1
public record SentrySettings(
    String dsn, String environment, @Nullable String release, double tracesSampleRate) {

  public static final double DEFAULT_TRACES_SAMPLE_RATE = 0.1;

  public SentrySettings {
    if (dsn.isBlank()) {
      throw new IllegalArgumentException(
          "The DSN of Sentry is empty; set SENTRY_DSN, or leave it unset to report nowhere.");
    }
    if (!(tracesSampleRate >= 0 && tracesSampleRate <= 1)) {
      throw new IllegalArgumentException(
          "The sample rate of traces must be 0 to 1, but is " + tracesSampleRate + ".");
    }
  }

  public static SentrySettings of(String dsn, String environment) {
    return new SentrySettings(dsn, environment, null, DEFAULT_TRACES_SAMPLE_RATE);
  }

  /// Without the DSN, which carries a key.
  @Override
  public String toString() {
    return "SentrySettings[environment=" + environment + ", release=" + release + "]";
  }
}
