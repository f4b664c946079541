package dev.tocsin.sdk.spring;

import ch.qos.logback.classic.LoggerContext;
import dev.tocsin.sdk.log.AccessLog;
import dev.tocsin.sdk.log.LogEvents;
import dev.tocsin.sdk.log.RequestLog;
import dev.tocsin.sdk.log.logback.LogbackSetup;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.redact.Redactor;
import dev.tocsin.sdk.shutdown.Shutdown;
import dev.tocsin.sdk.shutdown.ShutdownPart;
import jakarta.servlet.DispatcherType;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Access lines, events with fixed names, and the metrics of logging. The set-up itself comes from
/// [LogSetupListener], before there are beans.
@AutoConfiguration(after = TocsinMetricsAutoConfiguration.class)
@ConditionalOnClass(LoggerContext.class)
@ConditionalOnBooleanProperty(name = "tocsin.log.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TocsinLogProperties.class)
public final class TocsinLogAutoConfiguration {

  static final String SETUP = "tocsinLogbackSetup";

  /// Behind Spring Security, whose filters stand at -100.
  private static final int USER_ORDER = -90;

  @Bean
  @ConditionalOnMissingBean
  LogEvents tocsinLogEvents(Telemetry telemetry) {
    return new LogEvents(telemetry);
  }

  @Bean
  @ConditionalOnMissingBean
  Redactor tocsinRedactor(TocsinLogProperties properties) {
    return Redactor.standard().withKeys(properties.redactKeys());
  }

  @Bean
  LogLifecycle tocsinLogLifecycle(
      ObjectProvider<LogbackSetup> setup, Telemetry telemetry, ObjectProvider<Shutdown> shutdown) {
    setup.ifAvailable(
        logs -> shutdown.ifAvailable(ending -> ending.add(ShutdownPart.LOGS, logs::flush)));
    return new LogLifecycle(setup.getIfAvailable(), telemetry);
  }

  /// One line for each request of a servlet application.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  @ConditionalOnBooleanProperty(name = "tocsin.log.access.enabled", matchIfMissing = true)
  static class Access {

    @Bean
    @Order(RequestStep.ACCESS_LOG)
    AccessLogStep tocsinAccessLogStep(
        ObjectProvider<LogbackSetup> setup, Redactor redactor, TocsinLogProperties properties) {
      AccessLog log = new AccessLog(properties.access().ignored(), redactor);
      RequestLog requests = setup.stream().findFirst().map(LogbackSetup::requests).orElse(null);
      return new AccessLogStep(log, requests);
    }

    @Bean
    FilterRegistrationBean<LogUserFilter> tocsinLogUserFilter(TocsinLogProperties properties) {
      FilterRegistrationBean<LogUserFilter> registration =
          new FilterRegistrationBean<>(new LogUserFilter(properties.access().userFromToken()));
      registration.setDispatcherTypes(DispatcherType.REQUEST);
      registration.setOrder(USER_ORDER);
      return registration;
    }

    @Bean
    WebMvcConfigurer tocsinLogRoutes() {
      return new WebMvcConfigurer() {
        @Override
        public void addInterceptors(InterceptorRegistry registry) {
          registry.addInterceptor(new LogRouteInterceptor()).order(Ordered.HIGHEST_PRECEDENCE);
        }
      };
    }
  }
}
