package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.data.RedisCommands;
import dev.tocsin.sdk.metrics.ApplicationMetrics;
import io.lettuce.core.AbstractRedisClient;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/// Counts the commands of every connection factory of Spring Data Redis, from its first connection.
final class RedisWatch implements BeanPostProcessor {

  private final ObjectProvider<ApplicationMetrics> metrics;

  RedisWatch(ObjectProvider<ApplicationMetrics> metrics) {
    this.metrics = metrics;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (bean instanceof LettuceConnectionFactory factory) {
      @Nullable AbstractRedisClient client = factory.getNativeClient();
      if (client != null) {
        RedisCommands.count(client, metrics.getObject());
      }
    }
    return bean;
  }
}
