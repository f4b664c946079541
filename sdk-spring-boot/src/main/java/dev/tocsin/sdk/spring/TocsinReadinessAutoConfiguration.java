package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.ops.OpsEndpoint;
import dev.tocsin.sdk.readiness.ConfigContract;
import dev.tocsin.sdk.readiness.ConfigReadiness;
import dev.tocsin.sdk.readiness.DeploymentEnvironment;
import dev.tocsin.sdk.readiness.TestDeliveries;
import dev.tocsin.sdk.readiness.TestDeliveryEndpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.io.Resource;

/// Compares the application's settings with the configuration contract.
@AutoConfiguration(after = TocsinMetricsAutoConfiguration.class)
@EnableConfigurationProperties(TocsinReadinessProperties.class)
@ConditionalOnBooleanProperty(name = "tocsin.readiness.enabled", matchIfMissing = true)
public final class TocsinReadinessAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  ConfigContract tocsinConfigContract(TocsinReadinessProperties properties) throws IOException {
    Resource contract = properties.contract();
    return contract == null
        ? ConfigContract.standard()
        : ConfigContract.parse(contract.getContentAsString(StandardCharsets.UTF_8));
  }

  @Bean
  @ConditionalOnMissingBean
  ConfigReadiness tocsinConfigReadiness(
      ConfigContract contract, Environment environment, TestDeliveries deliveries) {
    return new ConfigReadiness(
        contract, environment::getProperty, deployment(environment), deliveries);
  }

  @Bean
  @ConditionalOnMissingBean
  TestDeliveries tocsinTestDeliveries(
      TocsinReadinessProperties properties, Environment environment) {
    return new TestDeliveries(
        environment::getProperty,
        properties.testDelivery().file(),
        properties.testDelivery().maxAge(),
        InstantSource.system());
  }

  @Bean
  OpsEndpoint tocsinTestDelivery(TestDeliveries deliveries) {
    return new TestDeliveryEndpoint(deliveries);
  }

  @Bean
  OpsBlock tocsinConfigReadinessBlock(ConfigReadiness readiness) {
    return readiness.configBlock();
  }

  @Bean
  OpsBlock tocsinIncidentTransportBlock(ConfigReadiness readiness) {
    return readiness.transportBlock();
  }

  @Bean
  InitializingBean tocsinReadinessGauges(ConfigReadiness readiness, Telemetry telemetry) {
    return () -> readiness.verdict().publish(telemetry);
  }

  /// `tocsin.environment`, or else `TOCSIN_ENVIRONMENT`.
  static DeploymentEnvironment deployment(Environment environment) {
    String name = environment.getProperty("tocsin.environment");
    return DeploymentEnvironment.of(
        name == null ? environment.getProperty(DeploymentEnvironment.VARIABLE) : name);
  }
}
