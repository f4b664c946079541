package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.security.AccessRule;
import dev.tocsin.sdk.security.AdminProbeRule;
import dev.tocsin.sdk.security.BulkReadRule;
import dev.tocsin.sdk.security.NewCountryRule;
import dev.tocsin.sdk.security.OddHoursRule;
import dev.tocsin.sdk.security.SecurityAudit;
import dev.tocsin.sdk.security.SecurityBlock;
import dev.tocsin.sdk.security.SecurityListener;
import dev.tocsin.sdk.security.SecurityOptions;
import dev.tocsin.sdk.security.TokenValidations;
import dev.tocsin.sdk.security.TrustedProxies;
import dev.tocsin.sdk.security.UserNames;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.security.authorization.AuthorizationEventPublisher;
import org.springframework.security.authorization.SpringAuthorizationEventPublisher;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthentication;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// The security audit, and Spring Security's events as its source where that is present.
@AutoConfiguration(after = TocsinMetricsAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "tocsin.security.enabled", matchIfMissing = true)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(TocsinSecurityProperties.class)
public final class TocsinSecurityAutoConfiguration {

  private static final int ADMIN_PROBES = 10;

  @Bean(initMethod = "start")
  @ConditionalOnMissingBean
  SecurityAudit tocsinSecurityAudit(
      TocsinSecurityProperties settings,
      ObjectProvider<AccessRule> rules,
      ObjectProvider<SecurityListener> listeners,
      Telemetry telemetry) {
    List<AccessRule> all = new ArrayList<>(usualRules(settings));
    rules.orderedStream().forEach(all::add);
    List<SecurityListener> ears = listeners.orderedStream().toList();
    return new SecurityAudit(options(settings), all, ears, telemetry, InstantSource.system());
  }

  /// For code that validates tokens by itself; Spring Security's own are counted anyway.
  @Bean
  @ConditionalOnMissingBean
  TokenValidations tocsinTokenValidations(Telemetry telemetry) {
    return new TokenValidations(telemetry);
  }

  @Bean
  SecurityBlock tocsinSecurityBlock(SecurityAudit audit) {
    return new SecurityBlock(audit);
  }

  @Bean
  RequestOrigins tocsinRequestOrigins(TocsinSecurityProperties settings) {
    TocsinSecurityProperties.Proxies proxies = settings.proxies();
    return new RequestOrigins(TrustedProxies.of(proxies.trusted()), proxies.countryHeader());
  }

  @Bean
  WebMvcConfigurer tocsinAdminReads(
      SecurityAudit audit, RequestOrigins origins, TocsinSecurityProperties settings) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new AdminReads(audit, origins, settings.admin().paths()));
      }
    };
  }

  private static SecurityOptions options(TocsinSecurityProperties settings) {
    TocsinSecurityProperties.Users users = settings.users();
    String key = users.hashKey() == null ? UUID.randomUUID().toString() : users.hashKey();
    TocsinSecurityProperties.BruteForce limits = settings.bruteForce();
    return new SecurityOptions(
        limits.window(),
        limits.failuresPerAccount(),
        limits.failuresPerSource(),
        limits.accountsPerSource(),
        users.plain() ? UserNames.plain() : UserNames.hashed(key));
  }

  private static List<AccessRule> usualRules(TocsinSecurityProperties settings) {
    List<AccessRule> rules = new ArrayList<>();
    rules.add(new NewCountryRule());
    rules.add(new BulkReadRule(settings.bulkReadLimit(), Duration.ofHours(1)));
    rules.add(new AdminProbeRule(ADMIN_PROBES, settings.bruteForce().window()));
    TocsinSecurityProperties.OddHours odd = settings.oddHours();
    if (odd != null) {
      rules.add(new OddHoursRule(odd.zone(), odd.from(), odd.until()));
    }
    return rules;
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({AuthenticationSuccessEvent.class, BearerTokenAuthentication.class})
  static final class WithResourceServer {

    @Bean
    TokenEvents tocsinTokenEvents(TokenValidations validations) {
      return new TokenEvents(validations);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({AuthenticationSuccessEvent.class, AuthorizationEventPublisher.class})
  static final class WithSpringSecurity {

    @Bean
    SpringSecurityEvents tocsinSpringSecurityEvents(
        SecurityAudit audit, RequestOrigins origins, TocsinSecurityProperties settings) {
      return new SpringSecurityEvents(audit, origins, new AdminArea(settings.admin()));
    }

    /// Without it Spring Security publishes no refusals of annotated methods.
    @Bean
    @ConditionalOnMissingBean
    AuthorizationEventPublisher tocsinAuthorizationEvents(ApplicationEventPublisher publisher) {
      return new SpringAuthorizationEventPublisher(publisher);
    }
  }
}
