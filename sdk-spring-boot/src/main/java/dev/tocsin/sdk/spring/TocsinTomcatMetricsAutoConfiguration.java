package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.metrics.Telemetry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.tomcat.metrics.TomcatMetricsBinder;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/// Sessions, requests and threads of Tomcat by Micrometer's own binder.
@AutoConfiguration(after = TocsinMetricsAutoConfiguration.class)
@ConditionalOnClass(TomcatWebServer.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty(name = "tocsin.metrics.tomcat", matchIfMissing = true)
public final class TocsinTomcatMetricsAutoConfiguration {

  /// The binder reads Tomcat's management beans, which Spring Boot switches off.
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> tocsinTomcatBeans() {
    return factory -> factory.setDisableMBeanRegistry(false);
  }

  @Bean
  TomcatMetricsBinder tocsinTomcatMetrics(Telemetry telemetry) {
    return new TomcatMetricsBinder(telemetry.registry());
  }
}
