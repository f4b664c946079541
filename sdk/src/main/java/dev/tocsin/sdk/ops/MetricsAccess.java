package dev.tocsin.sdk.ops;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether metrics are served, and to whom. The token is never printed.
public final class MetricsAccess {

  private final boolean enabled;
  private final @Nullable BearerToken token;
  private final @Nullable List<AddressRange> networks;

  private MetricsAccess(
      boolean enabled, @Nullable BearerToken token, @Nullable List<AddressRange> networks) {
    this.enabled = enabled;
    this.token = token;
    this.networks = networks;
  }

  /// Not served at all.
  public static MetricsAccess disabled() {
    return new MetricsAccess(false, null, null);
  }

  /// Served to everybody who can reach the port: only where somebody else has checked already.
  public static MetricsAccess open() {
    return new MetricsAccess(true, null, null);
  }

  /// Served to who knows the token.
  public static MetricsAccess withToken(String token) {
    return new MetricsAccess(true, new BearerToken(token, "metrics"), null);
  }

  /// Served to who calls directly, past no proxy, from one of the networks.
  public static MetricsAccess withinNetworks(List<AddressRange> networks) {
    return new MetricsAccess(true, null, List.copyOf(networks));
  }

  OpsResponse refusal() {
    return token == null
        ? OpsResponse.text(
            403, "Metrics are served to the allowed networks; set a token to serve them to more.\n")
        : OpsResponse.unauthorized("metrics");
  }

  boolean enabled() {
    return enabled;
  }

  boolean admits(OpsCall call) {
    BearerToken expected = token;
    if (expected != null) {
      return expected.admits(call.header("Authorization"));
    }
    List<AddressRange> allowed = networks;
    return allowed == null || AddressRange.anyContains(allowed, call.directAddress());
  }
}
