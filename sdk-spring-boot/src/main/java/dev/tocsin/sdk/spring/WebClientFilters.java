package dev.tocsin.sdk.spring;

import java.util.function.Supplier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

/// Gives a filter to every bean that builds a `WebClient`, Spring Boot's and the application's.
final class WebClientFilters implements BeanPostProcessor {

  private final Supplier<ExchangeFilterFunction> filter;

  WebClientFilters(Supplier<ExchangeFilterFunction> filter) {
    this.filter = filter;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof WebClient.Builder builder ? builder.filter(filter.get()) : bean;
  }
}
