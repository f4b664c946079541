package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.correlation.Correlation;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.TaskDecorator;

/// Ids on each request, in the log context, in asynchronous tasks and on outgoing calls.
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "tocsin.correlation.enabled", matchIfMissing = true)
public final class TocsinCorrelationAutoConfiguration {

  @Bean
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  @Order(RequestStep.IDS)
  CorrelationStep tocsinCorrelationStep() {
    return new CorrelationStep();
  }

  @Bean
  @ConditionalOnMissingBean
  CorrelationInterceptor tocsinCorrelationInterceptor() {
    return new CorrelationInterceptor();
  }

  /// Spring Boot applies it to the executor behind `@Async` and to asynchronous requests.
  @Bean
  @ConditionalOnMissingBean(name = "tocsinCorrelationTaskDecorator")
  TaskDecorator tocsinCorrelationTaskDecorator() {
    return Correlation::wrap;
  }
}
