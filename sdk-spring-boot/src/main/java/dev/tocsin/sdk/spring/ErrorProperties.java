package dev.tocsin.sdk.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings under `tocsin.error`.
///
/// @param exitOnUncaught whether a thread that dies of a failure ends the process
@ConfigurationProperties("tocsin.error")
record ErrorProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("true") boolean exitOnUncaught,
    @DefaultValue Sentry sentry) {

  /// @param dsn not set means that `SENTRY_DSN` decides
  /// @param environment not set means that `SENTRY_ENVIRONMENT` decides, else the first active
  ///   profile, else `production`
  /// @param release not set means that `SENTRY_RELEASE` decides
  record Sentry(
      @Nullable String dsn,
      @Nullable String environment,
      @Nullable String release,
      @DefaultValue("0.1") double tracesSampleRate) {

    @Override
    public String toString() {
      return "Sentry[environment=" + environment + ", release=" + release + "]";
    }
  }
}
