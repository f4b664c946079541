package dev.tocsin.sdk.spring;

import dev.openfeature.sdk.OpenFeatureAPI;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.segment.Experiments;
import dev.tocsin.sdk.segment.FlagMetrics;
import dev.tocsin.sdk.segment.FlagMetricsHook;
import dev.tocsin.sdk.segment.RequestSegments;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/// Segments of requests, feature flags and experiments.
@AutoConfiguration(after = TocsinMetricsAutoConfiguration.class)
@EnableConfigurationProperties(SegmentSettings.class)
@ConditionalOnBooleanProperty(name = "tocsin.segments.enabled", matchIfMissing = true)
public final class TocsinSegmentAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  Experiments tocsinExperiments(Telemetry telemetry, SegmentSettings settings) {
    return new Experiments(telemetry, settings.subjectLimit());
  }

  @Bean
  @ConditionalOnMissingBean
  FlagMetrics tocsinFlagMetrics(Telemetry telemetry) {
    return new FlagMetrics(telemetry);
  }

  @Bean
  @ConditionalOnMissingBean
  RequestSegments tocsinRequestSegments(Telemetry telemetry, SegmentSettings settings) {
    return new RequestSegments(telemetry, settings.options());
  }

  @Bean
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  @Order(RequestStep.SEGMENTS)
  SegmentStep tocsinSegmentStep(RequestSegments segments) {
    return new SegmentStep(segments);
  }

  /// Flags that are asked for through OpenFeature.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(OpenFeatureAPI.class)
  static class Flags {

    @Bean
    SmartLifecycle tocsinFlagHook(FlagMetrics metrics) {
      return new FlagHook(new FlagMetricsHook(metrics));
    }
  }
}
