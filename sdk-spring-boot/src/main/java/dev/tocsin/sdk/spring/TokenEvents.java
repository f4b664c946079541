package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.security.TokenValidation;
import dev.tocsin.sdk.security.TokenValidations;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthentication;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/// Counts the access tokens that Spring Security's resource server accepts: a JWT is checked here,
/// an opaque token by asking.
final class TokenEvents {

  private final TokenValidations validations;

  TokenEvents(TokenValidations validations) {
    this.validations = validations;
  }

  @EventListener
  void succeeded(AuthenticationSuccessEvent event) {
    Authentication who = event.getAuthentication();
    if (who instanceof JwtAuthenticationToken) {
      validations.record(TokenValidation.LOCAL);
    } else if (who instanceof BearerTokenAuthentication) {
      validations.record(TokenValidation.REMOTE);
    }
  }
}
