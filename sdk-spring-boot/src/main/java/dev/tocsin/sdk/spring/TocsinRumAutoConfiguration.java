package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.rum.RumAnswer;
import dev.tocsin.sdk.rum.RumOptions;
import dev.tocsin.sdk.rum.RumScript;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.http.HttpHeaders;

/// Serves the script for visitors' browsers under [RumScript#PATH]. Templates may take
/// [RumScript#versionedPath()].
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(RumProperties.class)
@ConditionalOnBooleanProperty(name = "tocsin.rum.enabled", matchIfMissing = true)
public final class TocsinRumAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  RumScript tocsinRumScript(RumProperties settings, Environment environment) {
    Boolean set = settings.production();
    boolean production =
        set != null
            ? set
            : environment.acceptsProfiles(Profiles.of("production", "prod"))
                || "production".equals(environment.getProperty("NODE_ENV"))
                || TocsinReadinessAutoConfiguration.deployment(environment).production();
    return new RumScript(
        new RumOptions(production, settings.vitalsEndpoint(), settings.errorsEndpoint()));
  }

  @Bean
  OwnRoutes tocsinRumRoute(RumScript script) {
    return new OwnRoutes(
        List.of(RumScript.PATH), (request, response) -> serve(script, request, response));
  }

  @Bean
  @Order(RequestStep.SERVER_TIMING)
  ServerTimingStep tocsinServerTimingStep() {
    return new ServerTimingStep();
  }

  private static void serve(
      RumScript script, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    RumAnswer answer =
        script.answer(
            request.getHeader(HttpHeaders.IF_NONE_MATCH),
            request.getHeader(HttpHeaders.ACCEPT_ENCODING),
            request.getParameter("v"));
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    response.getOutputStream().write(answer.body());
  }
}
