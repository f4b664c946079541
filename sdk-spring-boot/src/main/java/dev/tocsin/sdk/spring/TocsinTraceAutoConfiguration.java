package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.outbox.WorkHeaders;
import dev.tocsin.sdk.shutdown.Shutdown;
import dev.tocsin.sdk.shutdown.ShutdownPart;
import dev.tocsin.sdk.trace.TraceHeaders;
import dev.tocsin.sdk.trace.TraceSettings;
import dev.tocsin.sdk.trace.TraceTarget;
import dev.tocsin.sdk.trace.Tracing;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.task.TaskDecorator;

/// Traces of requests, asynchronous tasks and scheduled jobs, when OpenTelemetry is present.
@AutoConfiguration(
    after = {TocsinMetricsAutoConfiguration.class, TocsinShutdownAutoConfiguration.class},
    before = TaskExecutionAutoConfiguration.class)
@ConditionalOnClass({SdkTracerProvider.class, OtlpHttpSpanExporter.class})
@ConditionalOnBooleanProperty(name = "tocsin.trace.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TraceProperties.class)
public final class TocsinTraceAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  Tracing tocsinTracing(
      TraceProperties properties,
      Environment environment,
      Telemetry telemetry,
      ObjectProvider<Shutdown> shutdown) {
    TraceSettings settings =
        new TraceSettings(
            environment.getProperty("spring.application.name", "application"),
            Surroundings.stage(environment, properties.environment(), "TOCSIN_ENVIRONMENT"),
            properties.samplingRate(),
            properties.errors(),
            target(properties.otlp(), environment),
            properties.maxPendingSpans());
    Tracing tracing = Tracing.start(settings, telemetry);
    shutdown.ifAvailable(ending -> ending.add(ShutdownPart.TRACES, tracing::flush));
    return tracing;
  }

  @Bean
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  @Order(RequestStep.TRACE)
  TraceStep tocsinTraceStep(Tracing tracing) {
    return new TraceStep(tracing);
  }

  @Bean
  TaskDecorator tocsinTraceTaskDecorator() {
    return Tracing::wrap;
  }

  @Bean
  JobSpans tocsinJobSpans(Tracing tracing) {
    return new JobSpans(tracing);
  }

  /// Events of an outbox travel with the trace of their publisher.
  @Bean
  @ConditionalOnMissingBean(WorkHeaders.class)
  TraceHeaders tocsinTraceHeaders(Tracing tracing) {
    return new TraceHeaders(tracing);
  }

  @Bean
  @ConditionalOnMissingBean
  TraceInterceptor tocsinTraceInterceptor(Tracing tracing) {
    return new TraceInterceptor(tracing);
  }

  private static @Nullable TraceTarget target(TraceProperties.Otlp otlp, Environment environment) {
    String endpoint =
        Surroundings.text(environment, otlp.endpoint(), "OTEL_EXPORTER_OTLP_ENDPOINT");
    return endpoint == null ? null : new TraceTarget(URI.create(endpoint), otlp.headers());
  }
}
