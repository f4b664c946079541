package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.error.FailureSink;
import dev.tocsin.sdk.error.sentry.SentrySettings;
import dev.tocsin.sdk.error.sentry.SentrySink;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.redact.Redactor;
import io.sentry.Sentry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/// Reports failures to Sentry when there is a DSN and Sentry's SDK is present.
@AutoConfiguration(after = TocsinMetricsAutoConfiguration.class)
@ConditionalOnClass(Sentry.class)
@ConditionalOnBooleanProperty(name = "tocsin.error.enabled", matchIfMissing = true)
@Conditional(SentryDsn.class)
@EnableConfigurationProperties(ErrorProperties.class)
public final class TocsinSentryAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  FailureSink tocsinSentrySink(
      ErrorProperties properties,
      Environment environment,
      Telemetry telemetry,
      ObjectProvider<Redactor> redactor) {
    ErrorProperties.Sentry sentry = properties.sentry();
    String dsn = Surroundings.text(environment, sentry.dsn(), SentryDsn.VARIABLE);
    SentrySettings settings =
        new SentrySettings(
            dsn == null ? "" : dsn,
            Surroundings.stage(environment, sentry.environment(), "SENTRY_ENVIRONMENT"),
            Surroundings.text(environment, sentry.release(), "SENTRY_RELEASE"),
            sentry.tracesSampleRate());
    return SentrySink.start(settings, redactor.getIfAvailable(Redactor::standard), telemetry);
  }
}
