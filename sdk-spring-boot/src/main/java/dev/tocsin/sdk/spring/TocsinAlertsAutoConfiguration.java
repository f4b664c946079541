package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.alert.EventAlerts;
import dev.tocsin.sdk.alert.FeatureAlerts;
import dev.tocsin.sdk.deploy.DeployListener;
import dev.tocsin.sdk.event.EventClient;
import dev.tocsin.sdk.fallback.Fallbacks;
import dev.tocsin.sdk.lifecycle.StuckWorkAlerts;
import dev.tocsin.sdk.outbox.OutboxAlerts;
import dev.tocsin.sdk.security.SecurityListener;
import dev.tocsin.sdk.usage.ZeroCostAlarm;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/// Leads the alerts of all features to the fallbacks, and those to the server when there is an
/// event client. An application that takes the alerts of stuck work or of its outbox itself brings
/// its own bean.
@AutoConfiguration(
    after = {TocsinFallbackAutoConfiguration.class, TocsinEventsAutoConfiguration.class},
    before = TocsinLifecycleAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "tocsin.alerts.enabled", matchIfMissing = true)
public final class TocsinAlertsAutoConfiguration {

  @Bean
  FeatureAlerts tocsinFeatureAlerts(Fallbacks fallbacks) {
    return new FeatureAlerts(fallbacks);
  }

  @Bean
  @ConditionalOnMissingBean
  StuckWorkAlerts tocsinStuckWorkFallbacks(FeatureAlerts alerts) {
    return alerts.stuckWork();
  }

  @Bean
  @ConditionalOnMissingBean
  OutboxAlerts tocsinOutboxFallbacks(FeatureAlerts alerts) {
    return alerts.outbox();
  }

  @Bean
  ZeroCostAlarm tocsinZeroCostFallbacks(FeatureAlerts alerts) {
    return alerts.zeroCost();
  }

  @Bean
  DeployListener tocsinDeployFallbacks(FeatureAlerts alerts) {
    return alerts.deploy();
  }

  @Bean
  SecurityListener tocsinSecurityFallbacks(FeatureAlerts alerts) {
    return alerts.security();
  }

  @Bean
  @ConditionalOnBean(EventClient.class)
  EventAlerts tocsinEventAlerts(EventClient client, ObjectProvider<InstantSource> clock) {
    return new EventAlerts(client, clock.getIfUnique(InstantSource::system));
  }
}
