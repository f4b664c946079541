package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.error.AsyncFailures;
import dev.tocsin.sdk.error.Failure;
import dev.tocsin.sdk.error.FailureOrigin;
import dev.tocsin.sdk.error.FailureReporter;
import dev.tocsin.sdk.error.FailureSink;
import dev.tocsin.sdk.error.ReactorFailures;
import dev.tocsin.sdk.error.UncaughtFailures;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.shutdown.Shutdown;
import dev.tocsin.sdk.shutdown.ShutdownPart;
import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.task.ThreadPoolTaskSchedulerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import reactor.core.publisher.Hooks;

/// Unhandled failures of requests, threads, asynchronous tasks and scheduled jobs.
@AutoConfiguration(
    after = {
      TocsinMetricsAutoConfiguration.class,
      TocsinShutdownAutoConfiguration.class,
      TocsinSentryAutoConfiguration.class
    },
    before = TaskExecutionAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "tocsin.error.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ErrorProperties.class)
public final class TocsinErrorAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  FailureReporter tocsinFailureReporter(
      Telemetry telemetry, ObjectProvider<FailureSink> sinks, ObjectProvider<Shutdown> shutdown) {
    FailureReporter reporter =
        new FailureReporter(telemetry, sinks.getIfAvailable(FailureSink::none));
    shutdown.ifAvailable(ending -> ending.add(ShutdownPart.ERRORS, reporter::flush));
    return reporter;
  }

  @Bean
  @ConditionalOnMissingBean
  AsyncFailures tocsinAsyncFailures(FailureReporter reporter) {
    return new AsyncFailures(reporter);
  }

  @Bean(initMethod = "install", destroyMethod = "uninstall")
  UncaughtFailures tocsinUncaughtFailures(
      FailureReporter reporter, ObjectProvider<Shutdown> shutdown, ErrorProperties properties) {
    return new UncaughtFailures(
        reporter, properties.exitOnUncaught() ? shutdown.getIfAvailable() : null);
  }

  /// Innermost, so that the ids of the other decorators are still there when a task fails.
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  TaskDecorator tocsinFailureTaskDecorator(AsyncFailures failures) {
    return task -> failures.guard("task " + task.getClass().getSimpleName(), task);
  }

  @Bean
  @ConditionalOnMissingBean(AsyncConfigurer.class)
  AsyncConfigurer tocsinAsyncConfigurer(ObjectProvider<FailureReporter> reporter) {
    return new AsyncConfigurer() {
      @Override
      public AsyncUncaughtExceptionHandler getAsyncUncaughtExceptionHandler() {
        return (failure, method, arguments) ->
            reporter
                .getObject()
                .report(
                    Failure.of(
                        failure,
                        FailureOrigin.ASYNC,
                        method.getDeclaringClass().getSimpleName() + "." + method.getName()));
      }
    };
  }

  @Bean
  ThreadPoolTaskSchedulerCustomizer tocsinSchedulerFailures(FailureReporter reporter) {
    return scheduler ->
        scheduler.setErrorHandler(
            failure ->
                reporter.reportUnlessKnown(
                    Failure.of(failure, FailureOrigin.SCHEDULED, "scheduled task")));
  }

  @Bean
  JobFailures tocsinJobFailures(FailureReporter reporter) {
    return new JobFailures(reporter);
  }

  @Bean
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  FailedRequests tocsinFailedRequests() {
    return new FailedRequests();
  }

  @Bean
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  @Order(RequestStep.FAILURES)
  FailureStep tocsinFailureStep(FailureReporter reporter) {
    return new FailureStep(reporter);
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(Hooks.class)
  static class OfReactor {

    @Bean(initMethod = "install", destroyMethod = "uninstall")
    ReactorFailures tocsinReactorFailures(FailureReporter reporter) {
      return new ReactorFailures(reporter);
    }
  }
}
