package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.shutdown.Shutdown;
import dev.tocsin.sdk.shutdown.ShutdownIndicator;
import dev.tocsin.sdk.shutdown.ShutdownPhase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.task.ThreadPoolTaskSchedulerCustomizer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.core.env.Environment;

/// The end of the application in the right order: readiness, requests in work, schedulers,
/// telemetry. The requests are drained by Spring Boot's own `server.shutdown=graceful`.
@AutoConfiguration(before = TocsinHealthAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty(name = "tocsin.shutdown.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ShutdownProperties.class)
public final class TocsinShutdownAutoConfiguration {

  private static final int REQUESTS = WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;
  private static final int AFTER_REQUESTS = REQUESTS - 1;
  private static final int SCHEDULERS = REQUESTS - 2;
  private static final Duration KUBERNETES_DELAY = Duration.ofSeconds(5);

  @Bean
  @ConditionalOnMissingBean
  Shutdown tocsinShutdown(
      ShutdownProperties properties, Environment environment, DefaultLifecycleProcessor lifecycle) {
    Duration delay = delay(properties, environment);
    Shutdown shutdown = new Shutdown(properties.limit());
    lifecycle.setTimeoutForShutdownPhase(
        REQUESTS, shutdown.limitBeforeFlush().minus(delay).toMillis());
    return shutdown
        .add(ShutdownPhase.READINESS, "halt", left -> shutdown.haltIfProcessEnds())
        .add(ShutdownPhase.READINESS, "delay", left -> TimeUnit.NANOSECONDS.sleep(delay.toNanos()));
  }

  @Bean
  ShutdownIndicator tocsinShutdownIndicator(Shutdown shutdown) {
    return new ShutdownIndicator(shutdown);
  }

  @Bean
  ShutdownLifecycle tocsinShutdownOfReadiness(Shutdown shutdown) {
    return new ShutdownLifecycle(shutdown, Integer.MAX_VALUE, ShutdownPhase.READINESS);
  }

  @Bean
  ShutdownLifecycle tocsinShutdownOfRequests(Shutdown shutdown) {
    return new ShutdownLifecycle(shutdown, AFTER_REQUESTS, ShutdownPhase.DRAIN);
  }

  @Bean
  ShutdownLifecycle tocsinShutdownOfSchedulers(Shutdown shutdown) {
    return new ShutdownLifecycle(shutdown, SCHEDULERS, ShutdownPhase.SCHEDULERS);
  }

  @Bean
  ShutdownLifecycle tocsinShutdownOfTelemetry(Shutdown shutdown) {
    return new ShutdownLifecycle(
        shutdown, Integer.MIN_VALUE, ShutdownPhase.FLUSH, ShutdownPhase.CLOSE);
  }

  /// Spring Boot's scheduler would stop before the requests that may still need it.
  @Bean
  ThreadPoolTaskSchedulerCustomizer tocsinSchedulerPhase() {
    return scheduler -> {
      scheduler.setPhase(SCHEDULERS);
      scheduler.setAcceptTasksAfterContextClose(true);
    };
  }

  private static Duration delay(ShutdownProperties properties, Environment environment) {
    Duration set = properties.readinessDelay();
    if (set != null) {
      return set;
    }
    return CloudPlatform.KUBERNETES.isActive(environment) ? KUBERNETES_DELAY : Duration.ZERO;
  }
}
