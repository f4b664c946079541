package dev.tocsin.sdk.spring;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/// Which keys the application must have.
///
/// @param enabled whether the contract is checked
/// @param contract where the contract is; not set means the SDK's own
@ConfigurationProperties("tocsin.readiness")
record TocsinReadinessProperties(
    @DefaultValue("true") boolean enabled,
    @Nullable Resource contract,
    @DefaultValue TestDelivery testDelivery) {

  /// The test of the second webhook for incidents.
  ///
  /// @param file where the last success is kept
  /// @param maxAge how old it may be
  record TestDelivery(
      @DefaultValue("tocsin-state/test-deliveries.json") Path file,
      @DefaultValue("7d") Duration maxAge) {}
}
