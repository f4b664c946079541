package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.error.FailureSink;
import jakarta.servlet.DispatcherType;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/// The one filter that runs every feature's step around each request.
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
public final class TocsinRequestAutoConfiguration {

  private static final int KEPT_BODY = 16 * 1024;

  @Bean
  FilterRegistrationBean<RequestFilter> tocsinRequestFilter(
      ObjectProvider<RequestStep> steps,
      ObjectProvider<FailureStep> failures,
      ObjectProvider<FailureSink> sinks) {
    // A body is kept only when somebody is told of it.
    boolean told = failures.getIfAvailable() != null && sinks.getIfAvailable() != null;
    FilterRegistrationBean<RequestFilter> registration =
        new FilterRegistrationBean<>(
            new RequestFilter(steps.orderedStream().toList(), told ? KEPT_BODY : 0));
    registration.setDispatcherTypes(
        DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }
}
