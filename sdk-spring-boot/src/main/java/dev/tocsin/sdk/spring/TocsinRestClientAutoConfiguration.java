package dev.tocsin.sdk.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.context.annotation.Bean;

/// Adds the ids to clients that are built from Spring Boot's `RestClient.Builder`.
@AutoConfiguration(after = TocsinCorrelationAutoConfiguration.class)
@ConditionalOnClass(RestClientCustomizer.class)
@ConditionalOnBean(CorrelationInterceptor.class)
public final class TocsinRestClientAutoConfiguration {

  @Bean
  RestClientCustomizer tocsinRestClientCustomizer(CorrelationInterceptor interceptor) {
    return builder -> builder.requestInterceptor(interceptor);
  }
}
