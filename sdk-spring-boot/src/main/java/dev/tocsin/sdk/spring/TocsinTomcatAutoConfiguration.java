package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.health.CanaryProbe;
import dev.tocsin.sdk.health.HealthEngine;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;

/// Lets the watchdog see when Tomcat's workers take no more requests.
@AutoConfiguration(after = TocsinHealthAutoConfiguration.class)
@ConditionalOnClass(TomcatWebServer.class)
@ConditionalOnBean(HealthEngine.class)
public final class TocsinTomcatAutoConfiguration {

  @Bean
  ApplicationListener<ServletWebServerInitializedEvent> tocsinTomcatWatch(HealthEngine engine) {
    return event -> {
      if (event.getWebServer() instanceof TomcatWebServer server) {
        engine
            .watchdog()
            .watch(
                new CanaryProbe(
                    server.getTomcat().getConnector().getProtocolHandler().getExecutor()));
      }
    };
  }
}
