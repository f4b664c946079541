package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.egress.AddressRange;
import dev.tocsin.sdk.egress.AllowedHosts;
import dev.tocsin.sdk.egress.DestinationGuard;
import dev.tocsin.sdk.egress.DestinationRules;
import dev.tocsin.sdk.egress.GuardedHttpClient;
import dev.tocsin.sdk.metrics.Telemetry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/// The guard of destinations that customers choose. A list of hosts that would block what it means
/// to allow stops the start.
@AutoConfiguration(after = TocsinMetricsAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "tocsin.egress.enabled", matchIfMissing = true)
@EnableConfigurationProperties(EgressProperties.class)
public final class TocsinEgressAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  DestinationGuard tocsinDestinationGuard(EgressProperties settings, Environment environment) {
    String own = settings.allowedHosts();
    AllowedHosts hosts =
        own != null
            ? AllowedHosts.parse("tocsin.egress.allowed-hosts", own)
            : AllowedHosts.parse(
                AllowedHosts.SETTING, environment.getProperty(AllowedHosts.SETTING));
    return new DestinationGuard(
        new DestinationRules(
            hosts,
            settings.schemes(),
            settings.exemptions().stream().map(AddressRange::parse).toList()));
  }

  /// The client, where its library is.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "org.apache.hc.client5.http.impl.classic.CloseableHttpClient")
  static class Client {

    @Bean
    @ConditionalOnMissingBean
    GuardedHttpClient tocsinGuardedHttpClient(
        DestinationGuard guard, EgressProperties settings, Telemetry telemetry) {
      return new GuardedHttpClient(guard, settings.timeout(), telemetry);
    }
  }
}
