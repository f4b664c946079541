package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.health.HealthEngine;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.MetricsAccess;
import dev.tocsin.sdk.ops.OpsServer;
import dev.tocsin.sdk.ops.OpsSurface;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/// Serves the probe and scrape paths.
@AutoConfiguration(
    after = {TocsinMetricsAutoConfiguration.class, TocsinHealthAutoConfiguration.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
public final class TocsinEndpointsAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  OpsSurface tocsinOpsSurface(
      Telemetry telemetry,
      ObjectProvider<HealthEngine> health,
      TocsinProperties properties,
      Environment environment) {
    OpsSurface.Builder surface = OpsSurface.builder(telemetry);
    surface.metrics(access(properties.metrics(), environment));
    health.ifAvailable(surface::health);
    return surface.build();
  }

  @Bean
  RouterFunction<ServerResponse> tocsinOpsRoutes(
      OpsSurface surface, ObjectProvider<HealthEngine> health) {
    List<String> paths = new ArrayList<>();
    paths.add(OpsSurface.METRICS_PATH);
    if (health.getIfAvailable() != null) {
      paths.addAll(OpsSurface.HEALTH_PATHS);
    }
    return OpsRoutes.of(surface, paths);
  }

  @Bean(initMethod = "start")
  @ConditionalOnProperty("tocsin.ops.port")
  OpsServer tocsinOpsServer(OpsSurface surface, TocsinProperties properties) {
    Integer port = properties.ops().port();
    InetSocketAddress address =
        new InetSocketAddress(properties.ops().address(), port == null ? 0 : port);
    return new OpsServer(surface, address);
  }

  private static MetricsAccess access(TocsinProperties.Metrics settings, Environment environment) {
    Boolean set = settings.enabled();
    boolean enabled =
        set != null ? set : environment.getProperty("METRICS_ENABLED", Boolean.class, false);
    if (!enabled) {
      return MetricsAccess.disabled();
    }
    @Nullable String token = settings.token();
    return token == null ? MetricsAccess.open() : MetricsAccess.withToken(token);
  }
}
