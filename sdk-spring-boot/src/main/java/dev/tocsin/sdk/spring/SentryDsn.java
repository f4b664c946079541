package dev.tocsin.sdk.spring;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/// Whether somebody set where failures are reported to.
final class SentryDsn implements Condition {

  static final String SETTING = "tocsin.error.sentry.dsn";
  static final String VARIABLE = "SENTRY_DSN";

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    Environment environment = context.getEnvironment();
    return Surroundings.text(environment, environment.getProperty(SETTING), VARIABLE) != null;
  }
}
