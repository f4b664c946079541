package dev.tocsin.sdk.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import dev.tocsin.sdk.metrics.Reading;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.security.TokenValidation;
import dev.tocsin.sdk.security.TokenValidations;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.DefaultAuthenticationEventPublisher;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.core.OAuth2TokenIntrospectionClaimNames;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.authentication.OpaqueTokenAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.introspection.OAuth2IntrospectionAuthenticatedPrincipal;

/// Tokens that Spring Security validates, counted by how it did.
class TokenValidationTest {

  private static final SecretKey KEY =
      new SecretKeySpec(
          "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8), "HmacSHA256");

  private final WebApplicationContextRunner application =
      new WebApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  TocsinMetricsAutoConfiguration.class, TocsinSecurityAutoConfiguration.class));

  @Test
  void aJwtIsCheckedHereAndAnOpaqueTokenByAsking() {
    application.run(
        context -> {
          JwtAuthenticationProvider local =
              new JwtAuthenticationProvider(NimbusJwtDecoder.withSecretKey(KEY).build());
          OpaqueTokenAuthenticationProvider remote =
              new OpaqueTokenAuthenticationProvider(
                  token ->
                      new OAuth2IntrospectionAuthenticatedPrincipal(
                          "ann",
                          Map.of(
                              OAuth2TokenIntrospectionClaimNames.SUB,
                              "ann",
                              OAuth2TokenIntrospectionClaimNames.IAT,
                              Instant.EPOCH),
                          AuthorityUtils.NO_AUTHORITIES));
          validate(context, local, jwt());
          validate(context, local, jwt());
          validate(context, remote, "opaque");
          context.getBean(TokenValidations.class).record(TokenValidation.CACHE);

          assertEquals(Map.of("local", 2.0, "remote", 1.0, "cache", 1.0), counts(context));
        });
  }

  private static void validate(
      ApplicationContext context, AuthenticationProvider provider, String token) {
    ProviderManager manager = new ProviderManager(List.of(provider));
    manager.setAuthenticationEventPublisher(new DefaultAuthenticationEventPublisher(context));
    assertTrue(manager.authenticate(new BearerTokenAuthenticationToken(token)).isAuthenticated());
  }

  private static String jwt() {
    JwtClaimsSet claims =
        JwtClaimsSet.builder().subject("ann").expiresAt(Instant.now().plusSeconds(600)).build();
    JwsHeader header = JwsHeader.with(MacAlgorithm.HS256).build();
    return new NimbusJwtEncoder(new ImmutableSecret<>(KEY))
        .encode(JwtEncoderParameters.from(header, claims))
        .getTokenValue();
  }

  private static Map<String, Double> counts(ApplicationContext context) {
    Map<String, Double> counts = new TreeMap<>();
    for (Reading reading : context.getBean(Telemetry.class).read("auth_token_validations_total")) {
      counts.put(String.valueOf(reading.label("mode")), reading.value());
    }
    return counts;
  }
}
