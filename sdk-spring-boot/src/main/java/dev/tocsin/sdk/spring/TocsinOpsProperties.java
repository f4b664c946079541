package dev.tocsin.sdk.spring;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Who sees what on the ops surface.
///
/// @param token the operator token; not set means that `TOCSIN_OPS_TOKEN` decides
/// @param probeNetworks from where the details of the health paths are shown without a token
/// @param metricsNetworks from where `/metrics` is served while it has no token; not set means the
///   private networks
/// @param expectedBlocks blocks of `/health/ops`, and fields as `block.field`, that must be there
@ConfigurationProperties("tocsin.ops")
record TocsinOpsProperties(
    @Nullable String token,
    @DefaultValue List<String> probeNetworks,
    @Nullable List<String> metricsNetworks,
    @DefaultValue({"configReadiness", "incidentTransport"}) List<String> expectedBlocks) {

  @Override
  public String toString() {
    return "TocsinOpsProperties[probeNetworks="
        + probeNetworks
        + ", metricsNetworks="
        + metricsNetworks
        + ", expectedBlocks="
        + expectedBlocks
        + "]";
  }
}
