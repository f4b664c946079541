package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.error.FailureReporter;
import org.apache.catalina.Container;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;

/// Keeps Tomcat from logging a failed request once more, without its ids.
@AutoConfiguration(after = TocsinErrorAutoConfiguration.class)
@ConditionalOnClass(TomcatWebServer.class)
@ConditionalOnBean(FailureReporter.class)
public final class TocsinTomcatErrorsAutoConfiguration {

  @Bean
  ApplicationListener<ServletWebServerInitializedEvent> tocsinTomcatSilence(LoggingSystem logging) {
    return event -> {
      if (event.getWebServer() instanceof TomcatWebServer server) {
        for (Container application : server.getTomcat().getHost().findChildren()) {
          for (Container servlet : application.findChildren()) {
            logging.setLogLevel(servlet.getLogName(), LogLevel.OFF);
          }
        }
      }
    };
  }
}
