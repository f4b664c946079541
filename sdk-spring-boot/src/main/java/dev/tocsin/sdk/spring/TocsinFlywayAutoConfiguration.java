package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.deploy.FlywayMigrations;
import dev.tocsin.sdk.deploy.PendingMigrations;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/// Tells the smoke tests which migrations of the application's `Flyway` beans are pending.
@AutoConfiguration(
    before = TocsinDeployAutoConfiguration.class,
    afterName = "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration")
@ConditionalOnClass(Flyway.class)
@ConditionalOnBooleanProperty(name = "tocsin.deploy.enabled", matchIfMissing = true)
public final class TocsinFlywayAutoConfiguration {

  @Bean
  @ConditionalOnBean(Flyway.class)
  @ConditionalOnMissingBean(PendingMigrations.class)
  FlywayMigrations tocsinFlywayMigrations(ObjectProvider<Flyway> histories) {
    return new FlywayMigrations(histories.orderedStream().toList());
  }
}
