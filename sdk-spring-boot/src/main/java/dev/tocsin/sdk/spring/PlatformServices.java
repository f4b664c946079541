package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.dependency.ConfiguredIndicator;
import dev.tocsin.sdk.dependency.ExchangeRateIndicator;
import dev.tocsin.sdk.dependency.ModelProviders;
import dev.tocsin.sdk.dependency.NamedService;
import dev.tocsin.sdk.dependency.ServiceSetting;
import dev.tocsin.sdk.dependency.StripeIndicator;
import dev.tocsin.sdk.health.HealthCheck;
import dev.tocsin.sdk.health.HealthIndicator;
import dev.tocsin.sdk.health.HealthOutcome;
import dev.tocsin.sdk.health.IndicatorDescription;
import dev.tocsin.sdk.readiness.ConfigContract;
import dev.tocsin.sdk.readiness.DeploymentEnvironment;
import dev.tocsin.sdk.readiness.SettingKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.springframework.core.env.Environment;

/// Which of the platform's services this application has: those whose variable is set, and those
/// whose variable the contract names, so that a missing one shows as NOT_CONFIGURED.
final class PlatformServices {

  private static final String BUCKET = "S3_BUCKET";
  private static final IndicatorDescription STORAGE =
      IndicatorDescription.external("storage", "Storage");

  private final Environment environment;
  private final DeploymentEnvironment deployment;
  private final ConfigContract contract;

  PlatformServices(Environment environment, ConfigContract contract) {
    this.environment = environment;
    this.deployment = TocsinReadinessAutoConfiguration.deployment(environment);
    this.contract = contract;
  }

  List<HealthIndicator> indicators(TocsinServicesProperties.Urls urls) {
    List<HealthIndicator> indicators = new ArrayList<>();
    if (concerns(StripeIndicator.KEY)) {
      indicators.add(StripeIndicator.of(secret(StripeIndicator.KEY), urls.stripe()));
    }
    if (concerns(ModelProviders.OPENAI_KEY)) {
      indicators.add(ModelProviders.openAi(secret(ModelProviders.OPENAI_KEY), urls.openai()));
    }
    if (concerns(ModelProviders.ANTHROPIC_KEY)) {
      indicators.add(
          ModelProviders.anthropic(secret(ModelProviders.ANTHROPIC_KEY), urls.anthropic()));
    }
    if (concerns(ExchangeRateIndicator.KEY)) {
      indicators.add(
          ExchangeRateIndicator.of(secret(ExchangeRateIndicator.KEY), urls.exchangeRates()));
    }
    for (NamedService service : NamedService.PLATFORM) {
      if (concerns(service.key())) {
        indicators.add(service.indicator(url(service.key())));
      }
    }
    return indicators;
  }

  ContributedIndicators storage(Function<String, HealthCheck> checks) {
    return new ContributedIndicators(
        concerns(BUCKET)
            ? List.of(new ConfiguredIndicator(STORAGE, text(BUCKET), checks))
            : List.of());
  }

  ContributedIndicators storageWithoutClient() {
    HealthOutcome outcome =
        new HealthOutcome.NotConfigured(BUCKET, "is set, and there is no S3Client to ask with");
    return storage(bucket -> () -> outcome);
  }

  boolean concerns(String key) {
    return environment.getProperty(key) != null || contract.key(key).isPresent();
  }

  ServiceSetting url(String key) {
    return read(key, SettingKind.URL);
  }

  private ServiceSetting text(String key) {
    return read(key, SettingKind.TEXT);
  }

  private ServiceSetting secret(String key) {
    return read(key, SettingKind.SECRET);
  }

  private ServiceSetting read(String key, SettingKind kind) {
    return ServiceSetting.read(key, kind, environment::getProperty, deployment);
  }
}
