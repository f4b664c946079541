package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.health.HealthIndicator;
import dev.tocsin.sdk.migration.FlywayMigrations;
import dev.tocsin.sdk.migration.MigrationIndicator;
import dev.tocsin.sdk.migration.Migrations;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Makes readiness and smoke tests depend on the migrations, when the application has Flyway or its
/// own [Migrations]. The switch is for readiness.
@AutoConfiguration(
    before = TocsinDeployAutoConfiguration.class,
    afterName = "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration")
public final class TocsinMigrationAutoConfiguration {

  /// Flyway's view, unless the application has its own.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(Flyway.class)
  static class ByFlyway {

    @Bean
    @ConditionalOnBean(Flyway.class)
    @ConditionalOnMissingBean
    Migrations tocsinMigrations(ObjectProvider<Flyway> histories) {
      return new FlywayMigrations(histories.orderedStream().toList());
    }
  }

  @Bean
  @ConditionalOnBean(Migrations.class)
  @ConditionalOnBooleanProperty(name = "tocsin.migrations.enabled", matchIfMissing = true)
  HealthIndicator tocsinMigrationIndicator(Migrations migrations) {
    return new MigrationIndicator(migrations);
  }
}
