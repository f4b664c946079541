package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.fallback.DegradedMode;
import dev.tocsin.sdk.fallback.FallbackBlock;
import dev.tocsin.sdk.fallback.FallbackEndpoint;
import dev.tocsin.sdk.fallback.FallbackListener;
import dev.tocsin.sdk.fallback.FallbackOptions;
import dev.tocsin.sdk.fallback.Fallbacks;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.shutdown.Shutdown;
import dev.tocsin.sdk.shutdown.ShutdownPart;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/// Keyed notifications of degraded modes: every [DegradedMode] bean is declared, every
/// [FallbackListener] bean hears. Switched off, notifications still count, but neither the block of
/// `/health/ops` nor `/ops/fallbacks` exists and no listener hears.
@AutoConfiguration(after = TocsinMetricsAutoConfiguration.class)
@EnableConfigurationProperties(FallbackProperties.class)
public final class TocsinFallbackAutoConfiguration {

  private static final String ENABLED = "tocsin.fallback.enabled";

  @Bean
  @ConditionalOnMissingBean
  Fallbacks tocsinFallbacks(
      Telemetry telemetry,
      FallbackProperties settings,
      ObjectProvider<InstantSource> clock,
      ObjectProvider<DegradedMode> modes,
      ObjectProvider<Shutdown> shutdown) {
    FallbackOptions options =
        new FallbackOptions(
            settings.dedupWindow(),
            settings.quietAfter(),
            settings.keyLimit(),
            settings.queueLimit());
    Fallbacks fallbacks =
        new Fallbacks(telemetry, options, clock.getIfUnique(InstantSource::system));
    modes.orderedStream().forEach(fallbacks::declare);
    shutdown.ifAvailable(ending -> ending.add(ShutdownPart.ALERTS, fallbacks::flush));
    return fallbacks;
  }

  @Bean
  @ConditionalOnBooleanProperty(name = ENABLED, matchIfMissing = true)
  FallbackBlock tocsinFallbackBlock(
      Fallbacks fallbacks, ObjectProvider<FallbackListener> listeners) {
    listeners.orderedStream().forEach(fallbacks::addListener);
    return new FallbackBlock(fallbacks);
  }

  @Bean
  @ConditionalOnBooleanProperty(name = ENABLED, matchIfMissing = true)
  FallbackEndpoint tocsinFallbackEndpoint(Fallbacks fallbacks) {
    return new FallbackEndpoint(fallbacks);
  }
}
