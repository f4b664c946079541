package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.correlation.Correlation;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClient;

/// Adds the ids to clients that are built from Spring Boot's builders of `RestClient` and
/// `RestTemplate`, and from any bean that builds a `WebClient`.
@AutoConfiguration(after = TocsinCorrelationAutoConfiguration.class)
@ConditionalOnBean(CorrelationInterceptor.class)
public final class TocsinRestClientAutoConfiguration {

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(RestClientCustomizer.class)
  static class OfRestClient {

    @Bean
    RestClientCustomizer tocsinRestClientCustomizer(CorrelationInterceptor interceptor) {
      return builder -> builder.requestInterceptor(interceptor);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(RestTemplateCustomizer.class)
  static class OfRestTemplate {

    @Bean
    RestTemplateCustomizer tocsinRestTemplateCustomizer(CorrelationInterceptor interceptor) {
      return template -> template.getInterceptors().add(interceptor);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(WebClient.class)
  static class OfWebClient {

    @Bean
    static WebClientFilters tocsinCorrelatedWebClients() {
      return new WebClientFilters(
          () ->
              (request, next) ->
                  next.exchange(
                      ClientRequest.from(request)
                          .headers(headers -> Correlation.headers().forEach(headers::set))
                          .build()));
    }
  }
}
