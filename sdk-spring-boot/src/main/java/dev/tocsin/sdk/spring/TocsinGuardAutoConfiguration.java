package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.guard.VersionGuard;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.webhook.JdbcReplayStore;
import dev.tocsin.sdk.webhook.ReplayPurge;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/// The guard of carts, and the answers to refusals of all guards.
@AutoConfiguration(after = TocsinMetricsAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "tocsin.guard.enabled", matchIfMissing = true)
@EnableConfigurationProperties(GuardProperties.class)
public final class TocsinGuardAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  VersionGuard tocsinCartVersionGuard(Telemetry telemetry, GuardProperties settings) {
    return VersionGuard.ofCarts(telemetry, settings.consumers());
  }

  /// Forgets old events of the application's [JdbcReplayStore] beans.
  @Bean(initMethod = "start")
  @ConditionalOnMissingBean
  ReplayPurge tocsinReplayPurge(ObjectProvider<JdbcReplayStore> stores, GuardProperties settings) {
    return new ReplayPurge(stores.orderedStream().toList(), settings.replayPurgeInterval());
  }

  @Bean
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  @ConditionalOnBooleanProperty(name = "tocsin.guard.advice", matchIfMissing = true)
  RefusalAdvice tocsinRefusalAdvice() {
    return new RefusalAdvice();
  }
}
