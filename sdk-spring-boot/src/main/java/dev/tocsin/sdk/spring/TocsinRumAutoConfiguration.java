package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.rum.RumAnswer;
import dev.tocsin.sdk.rum.RumOptions;
import dev.tocsin.sdk.rum.RumScript;
import jakarta.servlet.DispatcherType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// Serves the script for visitors' browsers under [RumScript#PATH]. Templates may take
/// [RumScript#versionedPath()].
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(RumProperties.class)
@ConditionalOnBooleanProperty(name = "tocsin.rum.enabled", matchIfMissing = true)
public final class TocsinRumAutoConfiguration {

  /// Behind the correlation filter, which makes the id, and before everything that answers.
  private static final int FILTER_ORDER = Ordered.HIGHEST_PRECEDENCE + 2;

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
  RouterFunction<ServerResponse> tocsinRumRoute(RumScript script) {
    return RouterFunctions.route().GET(RumScript.PATH, request -> serve(script, request)).build();
  }

  @Bean
  FilterRegistrationBean<ServerTimingFilter> tocsinServerTimingFilter() {
    FilterRegistrationBean<ServerTimingFilter> registration =
        new FilterRegistrationBean<>(new ServerTimingFilter());
    registration.setDispatcherTypes(DispatcherType.REQUEST);
    registration.setOrder(FILTER_ORDER);
    return registration;
  }

  private static ServerResponse serve(RumScript script, ServerRequest request) {
    RumAnswer answer =
        script.answer(
            request.headers().firstHeader(HttpHeaders.IF_NONE_MATCH),
            request.headers().firstHeader(HttpHeaders.ACCEPT_ENCODING),
            request.param("v").orElse(null));
    return ServerResponse.status(answer.status())
        .headers(headers -> answer.headers().forEach(headers::set))
        .build(
            (servletRequest, servletResponse) -> {
              servletResponse.getOutputStream().write(answer.body());
              return null;
            });
  }
}
