package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.usage.DailyLimit;
import dev.tocsin.sdk.usage.Deployment;
import dev.tocsin.sdk.usage.ModelContract;
import dev.tocsin.sdk.usage.ProviderClients;
import dev.tocsin.sdk.usage.UsageBlock;
import dev.tocsin.sdk.usage.UsageEndpoint;
import dev.tocsin.sdk.usage.UsageLedger;
import dev.tocsin.sdk.usage.UsageMeter;
import dev.tocsin.sdk.usage.UsageOptions;
import dev.tocsin.sdk.usage.ZeroCostAlarm;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/// The usage meter, in an application that allows language models and has a database. Where real
/// users are, a model without a price or a provider without a key stops the start.
@AutoConfiguration(
    after = TocsinMetricsAutoConfiguration.class,
    afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnBooleanProperty(name = "tocsin.llm.enabled", matchIfMissing = true)
@ConditionalOnProperty("LLM_ALLOWED_MODELS_JSON")
@ConditionalOnBean(DataSource.class)
@EnableConfigurationProperties(TocsinLlmProperties.class)
public final class TocsinLlmAutoConfiguration {

  private static final InstantSource CLOCK = InstantSource.system();

  @Bean
  @ConditionalOnMissingBean
  ModelContract tocsinModelContract(Environment environment) {
    return ModelContract.read(
        environment.getProperty("LLM_MODEL_PRICING_MATRIX_JSON"),
        environment.getProperty("LLM_ALLOWED_MODELS_JSON"),
        deployment(environment),
        LocalDate.ofInstant(CLOCK.instant(), ZoneOffset.UTC));
  }

  @Bean
  @ConditionalOnMissingBean
  ProviderClients tocsinProviderClients(Environment environment, ModelContract contract) {
    ProviderClients clients =
        new ProviderClients(deployment(environment), environment::getProperty);
    clients.requireKeys(contract.allowed());
    return clients;
  }

  @Bean
  @ConditionalOnMissingBean
  UsageLedger tocsinUsageLedger(DataSource database, TocsinLlmProperties settings)
      throws SQLException {
    UsageLedger ledger = new UsageLedger(database);
    if (settings.createTables()) {
      ledger.createTables();
    }
    return ledger;
  }

  @Bean
  @ConditionalOnMissingBean
  DailyLimit tocsinDailyLimit(TocsinLlmProperties settings) {
    return settings.dailyLimit() == null ? DailyLimit.none() : DailyLimit.of(settings.dailyLimit());
  }

  @Bean(initMethod = "start")
  @ConditionalOnMissingBean
  UsageMeter tocsinUsageMeter(
      ModelContract contract,
      UsageLedger ledger,
      DailyLimit limit,
      ObjectProvider<ZeroCostAlarm> alarms,
      Telemetry telemetry) {
    UsageOptions options =
        UsageOptions.defaults()
            .withLimit(limit)
            .withAlarm(
                (key, message) ->
                    alarms.orderedStream().forEach(alarm -> alarm.raise(key, message)));
    return new UsageMeter(contract, ledger, options, telemetry, CLOCK);
  }

  @Bean
  UsageBlock tocsinUsageBlock(UsageMeter meter, UsageLedger ledger) {
    return new UsageBlock(meter, ledger, CLOCK);
  }

  @Bean
  UsageEndpoint tocsinUsageEndpoint(UsageLedger ledger) {
    return new UsageEndpoint(ledger, CLOCK);
  }

  private static Deployment deployment(Environment environment) {
    boolean deployed = TocsinReadinessAutoConfiguration.deployment(environment).deployed();
    return deployed ? Deployment.DEPLOYED : Deployment.LOCAL;
  }
}
