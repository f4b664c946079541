package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.health.HealthEngine;
import dev.tocsin.sdk.metrics.ApplicationMetrics;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.AddressRange;
import dev.tocsin.sdk.ops.MetricsAccess;
import dev.tocsin.sdk.ops.OpsAccess;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.ops.OpsBlocks;
import dev.tocsin.sdk.ops.OpsEndpoint;
import dev.tocsin.sdk.ops.OpsServer;
import dev.tocsin.sdk.ops.OpsSurface;
import dev.tocsin.sdk.pool.ConnectionPool;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/// Serves the paths for probes, scrapers and operators.
@AutoConfiguration(
    after = {
      TocsinMetricsAutoConfiguration.class,
      TocsinHealthAutoConfiguration.class,
      TocsinReadinessAutoConfiguration.class
    })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(TocsinOpsProperties.class)
public final class TocsinEndpointsAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnBooleanProperty(name = "tocsin.ops.enabled", matchIfMissing = true)
  OpsBlocks tocsinOpsBlocks(ObjectProvider<OpsBlock> blocks, TocsinOpsProperties properties) {
    return new OpsBlocks(
        blocks.orderedStream().toList(), properties.expectedBlocks(), InstantSource.system());
  }

  @Bean
  @ConditionalOnMissingBean
  OpsAccess tocsinOpsAccess(TocsinOpsProperties properties, Environment environment) {
    String token = properties.token();
    String known = token == null ? environment.getProperty("TOCSIN_OPS_TOKEN") : token;
    OpsAccess access =
        known == null || known.isBlank() ? OpsAccess.closed() : OpsAccess.withToken(known);
    return access.withProbes(ranges(properties.probeNetworks()));
  }

  @Bean
  @ConditionalOnMissingBean
  MetricsAccess tocsinMetricsAccess(
      TocsinProperties shared, TocsinOpsProperties properties, Environment environment) {
    Boolean set = shared.metrics().enabled();
    boolean enabled =
        set != null ? set : environment.getProperty("METRICS_ENABLED", Boolean.class, false);
    if (!enabled) {
      return MetricsAccess.disabled();
    }
    @Nullable String token = shared.metrics().token();
    if (token != null) {
      return MetricsAccess.withToken(token);
    }
    List<String> networks = properties.metricsNetworks();
    return MetricsAccess.withinNetworks(networks == null ? AddressRange.PRIVATE : ranges(networks));
  }

  @Bean
  @ConditionalOnMissingBean
  OpsSurface.Builder tocsinOpsSurfaceBuilder(
      Telemetry telemetry,
      MetricsAccess metrics,
      OpsAccess operators,
      ObjectProvider<HealthEngine> health,
      ObjectProvider<OpsBlocks> blocks) {
    OpsSurface.Builder surface = OpsSurface.builder(telemetry).metrics(metrics);
    surface.operators(operators);
    health.ifAvailable(surface::health);
    blocks.ifAvailable(surface::blocks);
    return surface;
  }

  /// The features' endpoints are served with the blocks, and not without.
  @Bean
  @ConditionalOnMissingBean
  OpsSurface tocsinOpsSurface(
      OpsSurface.Builder surface,
      ObjectProvider<OpsBlocks> blocks,
      ObjectProvider<OpsEndpoint> endpoints,
      ObjectProvider<ConnectionPool> pools,
      ObjectProvider<ContributedPools> found) {
    List<ConnectionPool> all = new ArrayList<>(pools.orderedStream().toList());
    found.forEach(contributed -> all.addAll(contributed.pools()));
    surface.pools(all);
    if (blocks.getIfAvailable() != null) {
      surface.endpoints(endpoints.orderedStream().toList());
    }
    return surface.build();
  }

  @Bean
  @ConditionalOnBean(OpsSurface.class)
  OwnRoutes tocsinOpsRoutes(OpsSurface surface) {
    return new OwnRoutes(surface.paths(), new OpsAnswers(surface));
  }

  @Bean(initMethod = "start")
  @ConditionalOnProperty("tocsin.ops.port")
  OpsServer tocsinOpsServer(
      OpsSurface surface,
      TocsinProperties properties,
      ApplicationMetrics metrics,
      @Value("${tocsin.metrics.http:true}") boolean recorded) {
    Integer port = properties.ops().port();
    InetSocketAddress address =
        new InetSocketAddress(properties.ops().address(), port == null ? 0 : port);
    return new OpsServer(surface, address, recorded ? metrics.http() : null);
  }

  private static List<AddressRange> ranges(List<String> texts) {
    return texts.stream().map(AddressRange::parse).toList();
  }
}
