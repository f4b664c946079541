package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.metrics.ApplicationMetrics;
import dev.tocsin.sdk.metrics.JvmMetrics;
import dev.tocsin.sdk.metrics.MetricsArea;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.MetricsEndpoint;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/// The registry, the recording methods and the step that records HTTP requests.
@AutoConfiguration
@EnableConfigurationProperties(TocsinProperties.class)
public final class TocsinMetricsAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  Telemetry tocsinTelemetry(TocsinProperties properties) {
    return new Telemetry(properties.metrics().seriesLimit());
  }

  @Bean
  @ConditionalOnMissingBean
  ApplicationMetrics tocsinApplicationMetrics(Telemetry telemetry) {
    return new ApplicationMetrics(telemetry);
  }

  /// `/ops/metrics/{area}`, with the figures of every [MetricsArea] bean and of every recorder.
  @Bean
  MetricsEndpoint tocsinMetricsEndpoint(
      Telemetry telemetry, ApplicationMetrics metrics, ObjectProvider<MetricsArea> areas) {
    return new MetricsEndpoint(
        telemetry,
        () -> Stream.concat(metrics.areas().stream(), areas.orderedStream()).toList(),
        InstantSource.system());
  }

  @Bean
  @ConditionalOnBooleanProperty(name = "tocsin.metrics.jvm", matchIfMissing = true)
  JvmMetrics tocsinJvmMetrics(Telemetry telemetry) {
    return new JvmMetrics(telemetry);
  }

  @Bean
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  @ConditionalOnBooleanProperty(name = "tocsin.metrics.http", matchIfMissing = true)
  @Order(RequestStep.METRICS)
  MetricsStep tocsinMetricsStep(ApplicationMetrics metrics) {
    return new MetricsStep(metrics.http());
  }

  @Bean
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  @ConditionalOnBooleanProperty(name = "tocsin.metrics.http", matchIfMissing = true)
  AbortedRequests tocsinAbortedRequests() {
    return new AbortedRequests();
  }
}
