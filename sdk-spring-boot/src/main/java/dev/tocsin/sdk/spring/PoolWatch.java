package dev.tocsin.sdk.spring;

import com.zaxxer.hikari.HikariDataSource;
import dev.tocsin.sdk.data.DataMetrics;
import dev.tocsin.sdk.data.HikariMetrics;
import dev.tocsin.sdk.metrics.Telemetry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;

/// Hands every pool of HikariCP to the SDK before anything is wrapped around it.
final class PoolWatch implements BeanPostProcessor, Ordered {

  private final ObjectProvider<DataMetrics> metrics;
  private final ObjectProvider<Telemetry> telemetry;

  PoolWatch(ObjectProvider<DataMetrics> metrics, ObjectProvider<Telemetry> telemetry) {
    this.metrics = metrics;
    this.telemetry = telemetry;
  }

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (bean instanceof HikariDataSource dataSource) {
      HikariMetrics.watch(name, dataSource, metrics.getObject(), telemetry.getObject());
    }
    return bean;
  }
}
