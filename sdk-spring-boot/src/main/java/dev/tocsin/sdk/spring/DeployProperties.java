package dev.tocsin.sdk.spring;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings under `tocsin.deploy`.
///
/// @param runSmoke whether smoke tests run after the boot; not set means `RUN_SMOKE_ON_DEPLOY`
///   decides
/// @param baseUrl where the application is reached; not set means its own port on this host
/// @param rollback when a failure ends the process
@ConfigurationProperties("tocsin.deploy")
record DeployProperties(
    @Nullable Boolean runSmoke,
    @DefaultValue("10s") Duration delay,
    @DefaultValue("10s") Duration testTimeout,
    @Nullable String baseUrl,
    @DefaultValue Rollback rollback) {

  /// @param enabled not set means that `AUTO_ROLLBACK_ENABLED` decides
  /// @param historyFile where exits are kept across restarts
  /// @param excludeSharedDependencies whether a failure of a dependency that other replicas share
  ///   keeps the process running
  record Rollback(
      @Nullable Boolean enabled,
      @DefaultValue("tocsin-state/deploy-exits.json") Path historyFile,
      @DefaultValue("3") int maxExits,
      @DefaultValue("1h") Duration window,
      @DefaultValue("false") boolean excludeSharedDependencies) {}
}
