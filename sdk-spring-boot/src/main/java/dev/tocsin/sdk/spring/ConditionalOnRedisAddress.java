package dev.tocsin.sdk.spring;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/// Holds when `tocsin.outbox.redis-url` or `REDIS_URL` names a Redis.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(ConditionalOnRedisAddress.Condition.class)
@interface ConditionalOnRedisAddress {

  /// Looks for the address.
  final class Condition implements org.springframework.context.annotation.Condition {

    static String address(Environment environment) {
      String fallback = environment.getProperty("REDIS_URL", "");
      return environment.getProperty("tocsin.outbox.redis-url", fallback);
    }

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return !address(context.getEnvironment()).isBlank();
    }
  }
}
