package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.outbox.JdbcQueue;
import dev.tocsin.sdk.outbox.WorkHeaders;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/// Lets the events of every [JdbcQueue] bean act in the trace of their publisher.
final class QueueContext implements BeanPostProcessor {

  private final ObjectProvider<WorkHeaders> headers;

  QueueContext(ObjectProvider<WorkHeaders> headers) {
    this.headers = headers;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (bean instanceof JdbcQueue queue) {
      @Nullable WorkHeaders known = headers.getIfAvailable();
      return known == null ? queue : queue.within(known);
    }
    return bean;
  }
}
