package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.trace.LettuceTracing;
import dev.tocsin.sdk.trace.TracedQueries;
import dev.tocsin.sdk.trace.Tracing;
import io.lettuce.core.RedisClient;
import net.ttddyy.dsproxy.support.ProxyDataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

/// Spans of what goes out, for each client library that is present.
@AutoConfiguration(after = TocsinTraceAutoConfiguration.class)
@ConditionalOnClass(name = "io.opentelemetry.sdk.trace.SdkTracerProvider")
public final class TocsinTraceClientsAutoConfiguration {

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(RestClientCustomizer.class)
  @ConditionalOnBean(Tracing.class)
  static class OfRestClient {

    @Bean
    RestClientCustomizer tocsinTraceRestClientCustomizer(TraceInterceptor interceptor) {
      return builder -> builder.requestInterceptor(interceptor);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(RestTemplateCustomizer.class)
  @ConditionalOnBean(Tracing.class)
  static class OfRestTemplate {

    @Bean
    RestTemplateCustomizer tocsinTraceRestTemplateCustomizer(TraceInterceptor interceptor) {
      return template -> template.getInterceptors().add(interceptor);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(WebClient.class)
  @ConditionalOnBean(Tracing.class)
  static class OfWebClient {

    @Bean
    static WebClientFilters tocsinTracedWebClients(ObjectProvider<Tracing> tracing) {
      return new WebClientFilters(() -> new TraceExchange(tracing.getObject()));
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(ProxyDataSource.class)
  @ConditionalOnBean(Tracing.class)
  static class OfDataSources {

    @Bean
    TracedQueries tocsinTracedQueries(Tracing tracing) {
      return new TracedQueries(tracing);
    }

    @Bean
    static TracedDataSources tocsinTracedDataSources(ObjectProvider<TracedQueries> listener) {
      return new TracedDataSources(listener);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({RedisClient.class, ClientResourcesBuilderCustomizer.class})
  @ConditionalOnBean(Tracing.class)
  static class OfRedis {

    @Bean
    ClientResourcesBuilderCustomizer tocsinTracedRedis(Tracing tracing) {
      return resources -> resources.tracing(new LettuceTracing(tracing));
    }
  }
}
