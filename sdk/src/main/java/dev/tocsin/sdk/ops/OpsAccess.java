package dev.tocsin.sdk.ops;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who sees what an operator sees. The token opens everything; a probe's network opens the details
/// of the health paths, so that a load balancer or a prober without secrets can tell why. Without
/// either the protected paths are not served at all.
public final class OpsAccess {

  private final @Nullable BearerToken token;
  private final List<AddressRange> probes;

  private OpsAccess(@Nullable BearerToken token, List<AddressRange> probes) {
    this.token = token;
    this.probes = List.copyOf(probes);
  }

  /// Nobody is admitted.
  public static OpsAccess closed() {
    return new OpsAccess(null, List.of());
  }

  /// Who knows the token is an operator.
  public static OpsAccess withToken(String token) {
    return new OpsAccess(new BearerToken(token, "operator"), List.of());
  }

  /// Adds the networks from which the details of the health paths are shown to direct callers.
  public OpsAccess withProbes(List<AddressRange> networks) {
    return new OpsAccess(token, networks);
  }

  boolean seesDetails(OpsCall call) {
    return isOperator(call) || AddressRange.anyContains(probes, call.directAddress());
  }

  boolean isOperator(OpsCall call) {
    return token != null && token.admits(call.header("Authorization"));
  }

  OpsResponse refusal() {
    return token == null
        ? OpsResponse.text(
            404,
            "Operator paths are not served: set TOCSIN_OPS_TOKEN or tocsin.ops.token, and send it"
                + " as 'Authorization: Bearer <token>'.\n")
        : OpsResponse.unauthorized("operators");
  }
}
