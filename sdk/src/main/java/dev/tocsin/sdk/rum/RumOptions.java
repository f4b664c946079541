package dev.tocsin.sdk.rum;

import org.jspecify.annotations.Nullable;

/// What the browsers are told.
///
/// @param production browsers measure and send only when it is true
/// @param vitalsEndpoint where web vitals are posted: a path, or an address that allows the origin
/// @param errorsEndpoint where errors are posted; none means that errors are not collected
public record RumOptions(
    boolean production, String vitalsEndpoint, @Nullable String errorsEndpoint) {

  /// The path of Tocsin's server.
  public static final String DEFAULT_VITALS_ENDPOINT = "/api/v1/monitoring/performance/web-vitals";
}
