package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.deploy.DeployListener;
import dev.tocsin.sdk.deploy.DeployVerification;
import dev.tocsin.sdk.deploy.ProcessExit;
import dev.tocsin.sdk.deploy.RollbackGuard;
import dev.tocsin.sdk.deploy.RollbackOptions;
import dev.tocsin.sdk.deploy.SmokeBlock;
import dev.tocsin.sdk.deploy.SmokeEndpoint;
import dev.tocsin.sdk.deploy.SmokeSuite;
import dev.tocsin.sdk.deploy.SmokeTarget;
import dev.tocsin.sdk.deploy.SmokeTest;
import dev.tocsin.sdk.health.HealthEngine;
import dev.tocsin.sdk.health.RedisIndicator;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.migration.Migrations;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.ops.OpsEndpoint;
import dev.tocsin.sdk.shutdown.Shutdown;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/// Smoke tests on demand and after a deployment. The application adds [SmokeTest] beans of its own
/// and [DeployListener] beans for the critical error.
@AutoConfiguration(
    after = {TocsinMetricsAutoConfiguration.class, TocsinHealthAutoConfiguration.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties({TocsinProperties.class, DeployProperties.class})
@ConditionalOnBooleanProperty(name = "tocsin.deploy.enabled", matchIfMissing = true)
public final class TocsinDeployAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  SmokeSuite tocsinSmokeSuite(
      Telemetry telemetry,
      DeployProperties settings,
      TocsinProperties shared,
      Environment environment,
      ObjectProvider<HealthEngine> health,
      SmokeTests applicationTests) {
    List<SmokeTest> tests = new ArrayList<>();
    SmokeTarget target =
        new SmokeTarget(() -> address(settings, environment), shared.metrics().token());
    if (health.getIfAvailable() != null) {
      tests.add(SmokeTest.readiness(target));
    } else {
      tests.add(SmokeTest.skipped("readiness", "tocsin.health.enabled is false"));
    }
    Boolean metrics = shared.metrics().enabled();
    if (metrics != null ? metrics : flag(environment, "METRICS_ENABLED")) {
      tests.add(SmokeTest.metrics(target));
    } else {
      tests.add(SmokeTest.skipped("metrics", "METRICS_ENABLED is not true"));
    }
    String redisUrl = shared.health().redisUrl();
    String redis = redisUrl == null ? environment.getProperty("REDIS_URL") : redisUrl;
    if (redis != null && !redis.isBlank()) {
      tests.add(SmokeTest.indicator(RedisIndicator.of(redis)));
    }
    tests.addAll(applicationTests.tests());
    return new SmokeSuite(tests, settings.testTimeout(), InstantSource.system(), telemetry);
  }

  /// The migrations, when something tells which are pending, and the application's own tests.
  @Bean
  SmokeTests tocsinApplicationSmokeTests(
      ObjectProvider<Migrations> migrations, ObjectProvider<SmokeTest> applicationTests) {
    List<SmokeTest> tests = new ArrayList<>();
    migrations.ifAvailable(known -> tests.add(SmokeTest.migrations(known)));
    applicationTests.orderedStream().forEach(tests::add);
    return new SmokeTests(tests);
  }

  @Bean
  @ConditionalOnMissingBean
  RollbackGuard tocsinRollbackGuard(DeployProperties settings, Environment environment) {
    DeployProperties.Rollback rollback = settings.rollback();
    Boolean set = rollback.enabled();
    boolean enabled = set != null ? set : flag(environment, "AUTO_ROLLBACK_ENABLED");
    RollbackOptions.SharedFailures shared =
        rollback.excludeSharedDependencies()
            ? RollbackOptions.SharedFailures.EXCLUDE
            : RollbackOptions.SharedFailures.COUNT;
    return new RollbackGuard(
        new RollbackOptions(
            enabled, rollback.historyFile(), rollback.maxExits(), rollback.window(), shared),
        InstantSource.system());
  }

  @Bean
  DeployVerification tocsinDeployVerification(
      SmokeSuite suite,
      RollbackGuard guard,
      ObjectProvider<DeployListener> listeners,
      Telemetry telemetry,
      ObjectProvider<Shutdown> shutdown) {
    @Nullable Shutdown order = shutdown.getIfAvailable();
    return new DeployVerification(
        suite,
        guard,
        listeners.orderedStream().toList(),
        telemetry,
        order == null ? ProcessExit.withoutOrder() : new ProcessExit(order));
  }

  @Bean
  ApplicationListener<ApplicationReadyEvent> tocsinSmokeAfterBoot(
      DeployVerification verification, DeployProperties settings, Environment environment) {
    Boolean set = settings.runSmoke();
    boolean run = set != null ? set : flag(environment, "RUN_SMOKE_ON_DEPLOY");
    return event -> {
      if (run) {
        verification.bootedNow(settings.delay());
      }
    };
  }

  @Bean
  OpsEndpoint tocsinSmokeEndpoint(SmokeSuite suite) {
    return new SmokeEndpoint(suite);
  }

  @Bean
  OpsBlock tocsinSmokeBlock(SmokeSuite suite, RollbackGuard guard) {
    return new SmokeBlock(suite, guard);
  }

  private static URI address(DeployProperties settings, Environment environment) {
    String set = settings.baseUrl();
    if (set != null) {
      return URI.create(set);
    }
    String scheme = environment.containsProperty("server.ssl.bundle") ? "https" : "http";
    String context = environment.getProperty("server.servlet.context-path", "");
    String port = environment.getRequiredProperty("local.server.port");
    return URI.create(scheme + "://localhost:" + port + context);
  }

  /// Only the word `true` switches on: an unclear value must not end a process.
  private static boolean flag(Environment environment, String name) {
    return "true".equalsIgnoreCase(environment.getProperty(name, "").strip());
  }

  /// Smoke tests in a bean of one type, so that the suite takes them as one argument.
  record SmokeTests(List<SmokeTest> tests) {}
}
