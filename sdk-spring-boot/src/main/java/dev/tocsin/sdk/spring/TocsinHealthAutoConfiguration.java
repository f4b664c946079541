package dev.tocsin.sdk.spring;

import static dev.tocsin.sdk.health.Criticality.CRITICAL;
import static dev.tocsin.sdk.health.Criticality.DEGRADING;

import dev.tocsin.sdk.data.DataMetrics;
import dev.tocsin.sdk.dependency.ConfiguredIndicator;
import dev.tocsin.sdk.dependency.ServiceSetting;
import dev.tocsin.sdk.health.DatabaseIndicator;
import dev.tocsin.sdk.health.HealthEngine;
import dev.tocsin.sdk.health.HealthIndicator;
import dev.tocsin.sdk.health.HealthOptions;
import dev.tocsin.sdk.health.IndicatorKind;
import dev.tocsin.sdk.health.JobHeartbeat;
import dev.tocsin.sdk.health.MemoryIndicator;
import dev.tocsin.sdk.health.RedisIndicator;
import dev.tocsin.sdk.health.StartupGate;
import dev.tocsin.sdk.health.WatchdogOptions;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.HealthGauges;
import dev.tocsin.sdk.pool.ConnectionErrors;
import dev.tocsin.sdk.readiness.ConfigContract;
import dev.tocsin.sdk.readiness.ContractKey;
import dev.tocsin.sdk.readiness.SettingKind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/// The health engine with memory, every `DataSource`, Redis when it is set, and every
/// [HealthIndicator] bean of the application.
@AutoConfiguration(
    after = TocsinMetricsAutoConfiguration.class,
    afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@EnableConfigurationProperties(TocsinProperties.class)
@ConditionalOnBooleanProperty(name = "tocsin.health.enabled", matchIfMissing = true)
public final class TocsinHealthAutoConfiguration {

  private static final String APPLICATION_STEP = "application";
  private static final String DATABASE = "database";

  @Bean
  @ConditionalOnMissingBean
  StartupGate tocsinStartupGate() {
    return new StartupGate(InstantSource.system(), APPLICATION_STEP);
  }

  /// Start-up is finished for Spring when its runners are: migrations and warm-up belong there.
  @Bean
  ApplicationListener<ApplicationReadyEvent> tocsinStartupListener(StartupGate gate) {
    return event -> gate.complete(APPLICATION_STEP);
  }

  @Bean
  @ConditionalOnMissingBean
  JobHeartbeat tocsinJobHeartbeat(TocsinProperties properties) {
    Duration threshold = properties.health().jobs().heartbeatThreshold();
    return new JobHeartbeat(InstantSource.system(), threshold);
  }

  @Bean
  @ConditionalOnMissingBean
  HealthEngine tocsinHealthEngine(
      TocsinProperties properties,
      Environment environment,
      StartupGate gate,
      JobHeartbeat heartbeat,
      ObjectProvider<HealthIndicator> applicationIndicators,
      ObjectProvider<ContributedIndicators> found) {
    TocsinProperties.Health settings = properties.health();
    List<HealthIndicator> indicators = new ArrayList<>();
    found.forEach(contributed -> indicators.addAll(contributed.indicators()));
    List<HealthIndicator> own = applicationIndicators.orderedStream().toList();
    Set<String> names = own.stream().map(HealthIndicator::name).collect(Collectors.toSet());
    indicators.removeIf(indicator -> names.contains(indicator.name()));
    indicators.addAll(own);
    JobHeartbeat required = heartbeatRequired(settings, environment) ? heartbeat : null;
    return new HealthEngine(options(settings, required), gate, indicators);
  }

  @Bean
  ContributedIndicators tocsinOwnIndicators(
      TocsinProperties properties, ListableBeanFactory beans, ObjectProvider<DataMetrics> metrics) {
    TocsinProperties.Health settings = properties.health();
    List<HealthIndicator> indicators = new ArrayList<>();
    indicators.add(MemoryIndicator.ofMaxHeap(settings.maxHeapUsedRatio()));
    indicators.addAll(databases(beans.getBeansOfType(DataSource.class), settings, metrics));
    return new ContributedIndicators(indicators);
  }

  /// Redis, when it is set or the contract requires it. Readiness depends on it only if the
  /// contract does.
  @Bean
  ContributedIndicators tocsinRedisIndicator(
      TocsinProperties properties, Environment environment, ObjectProvider<ConfigContract> keys) {
    String url = properties.health().redisUrl();
    String known = url == null ? environment.getProperty(RedisIndicator.KEY) : url;
    ConfigContract contract = keys.getIfAvailable(() -> new ConfigContract(false, List.of()));
    boolean required = contract.key(RedisIndicator.KEY).filter(ContractKey::required).isPresent();
    if ((known == null || known.isBlank()) && !required) {
      return new ContributedIndicators(List.of());
    }
    ServiceSetting setting =
        ServiceSetting.read(
            RedisIndicator.KEY,
            SettingKind.URL,
            key -> known,
            TocsinReadinessAutoConfiguration.deployment(environment));
    return new ContributedIndicators(
        List.of(
            new ConfiguredIndicator(
                RedisIndicator.DESCRIPTION.withCriticality(required ? CRITICAL : DEGRADING),
                IndicatorKind.REDIS,
                setting,
                RedisIndicator::of)));
  }

  @Bean
  HealthLifecycle tocsinHealthLifecycle(HealthEngine engine, Telemetry telemetry) {
    HealthGauges.publish(engine, telemetry);
    return new HealthLifecycle(engine);
  }

  private static List<HealthIndicator> databases(
      Map<String, DataSource> dataSources,
      TocsinProperties.Health settings,
      ObjectProvider<DataMetrics> metrics) {
    DataMetrics known = metrics.getIfAvailable();
    List<HealthIndicator> indicators = new ArrayList<>();
    dataSources.forEach(
        (bean, dataSource) -> {
          String name = dataSources.size() == 1 ? DATABASE : bean;
          ConnectionErrors errors =
              known == null ? new ConnectionErrors() : known.connectionErrors(bean);
          indicators.add(
              new DatabaseIndicator(name, dataSource, settings.databaseTimeout(), errors));
        });
    return indicators;
  }

  private static boolean heartbeatRequired(
      TocsinProperties.Health settings, Environment environment) {
    Boolean required = settings.jobs().heartbeatRequired();
    return required != null
        ? required
        : environment.getProperty("JOB_HEARTBEAT_REQUIRED", Boolean.class, false);
  }

  private static HealthOptions options(
      TocsinProperties.Health settings, @Nullable JobHeartbeat heartbeat) {
    TocsinProperties.Watchdog watchdog = settings.watchdog();
    WatchdogOptions limits =
        new WatchdogOptions(watchdog.interval(), watchdog.maxLag(), watchdog.maxExecutorWait());
    return new HealthOptions(InstantSource.system(), settings.refreshInterval(), limits, heartbeat);
  }
}
