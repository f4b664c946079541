package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.security.SecurityAudit;
import dev.tocsin.sdk.security.SecurityEpisode;
import dev.tocsin.sdk.security.SecurityEvent;
import dev.tocsin.sdk.security.SecurityListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// A shop behind Spring Security with a customer, `ann`, and an administrator, `root`.
@Configuration
@EnableAutoConfiguration
@EnableMethodSecurity
class AttackedApplication {

  @Bean
  SecurityFilterChain rules(HttpSecurity http) throws Exception {
    http.csrf(csrf -> csrf.disable());
    http.httpBasic(Customizer.withDefaults());
    http.authorizeHttpRequests(
        requests ->
            requests
                .requestMatchers("/admin/**")
                .hasRole("ADMIN")
                .requestMatchers("/orders/**")
                .hasRole("CLERK")
                .anyRequest()
                .authenticated());
    return http.build();
  }

  @Bean
  UserDetailsService users() {
    return new InMemoryUserDetailsManager(
        User.withUsername("ann").password("{noop}right").roles("USER").build(),
        User.withUsername("root").password("{noop}right").roles("ADMIN").build());
  }

  @Bean
  Heard heard() {
    return new Heard();
  }

  /// What the audit told.
  static final class Heard implements SecurityListener {

    final List<SecurityEvent> events = new CopyOnWriteArrayList<>();
    final List<SecurityEpisode> began = new CopyOnWriteArrayList<>();

    @Override
    public void recorded(SecurityEvent event) {
      events.add(event);
    }

    @Override
    public void episodeBegan(SecurityEpisode episode) {
      began.add(episode);
    }
  }

  /// Pages of the shop.
  @RestController
  static class Pages {

    private final SecurityAudit audit;

    Pages(SecurityAudit audit) {
      this.audit = audit;
    }

    @GetMapping("/home")
    String home() {
      return "home";
    }

    @GetMapping("/admin/users/{id}")
    String user(@PathVariable("id") String id) {
      return "user " + id;
    }

    @GetMapping("/orders/{id}")
    String order(@PathVariable("id") String id) {
      return "order " + id;
    }

    @GetMapping("/reports")
    @PreAuthorize("hasRole('ADMIN')")
    public String reports() {
      return "reports " + audit.openEpisodes();
    }
  }
}
