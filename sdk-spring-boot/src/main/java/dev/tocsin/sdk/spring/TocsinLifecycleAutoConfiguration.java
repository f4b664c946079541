package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.lifecycle.Lifecycle;
import dev.tocsin.sdk.lifecycle.LifecycleMonitor;
import dev.tocsin.sdk.lifecycle.StuckWorkAlerts;
import dev.tocsin.sdk.lifecycle.WorkBlock;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.OpsEndpoint;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/// Watches every [Lifecycle] bean.
@AutoConfiguration(after = TocsinMetricsAutoConfiguration.class)
@EnableConfigurationProperties(LifecycleProperties.class)
@ConditionalOnBooleanProperty(name = "tocsin.lifecycles.enabled", matchIfMissing = true)
public final class TocsinLifecycleAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  LifecycleMonitor tocsinLifecycleMonitor(
      Telemetry telemetry,
      LifecycleProperties settings,
      ObjectProvider<StuckWorkAlerts> alerts,
      ObjectProvider<Lifecycle> lifecycles) {
    LifecycleMonitor monitor =
        new LifecycleMonitor(
            telemetry,
            InstantSource.system(),
            settings.interval(),
            alerts.getIfAvailable(StuckWorkAlerts::logged));
    lifecycles.orderedStream().forEach(monitor::register);
    return monitor;
  }

  @Bean
  WorkBlock tocsinWorkBlock(LifecycleMonitor monitor) {
    return new WorkBlock(monitor);
  }

  @Bean
  OpsEndpoint tocsinStuckWork(LifecycleMonitor monitor) {
    return monitor.endpoint();
  }
}
