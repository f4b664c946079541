package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.log.TokenUser;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/// Notes who a request is from: its principal, which is the claim `sub` with Spring Security's
/// tokens, else the user that a bearer token names. Anonymous requests have none. It stands behind
/// Spring Security, so it cannot be a step of the filter in front.
final class LogUserFilter implements Filter {

  private final boolean fromToken;

  LogUserFilter(boolean fromToken) {
    this.fromToken = fromToken;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest asked) {
      LoggedRequest logged = ServedRequest.logged(asked);
      if (logged != null) {
        note(asked, logged);
      }
    }
    chain.doFilter(request, response);
  }

  private void note(HttpServletRequest request, LoggedRequest logged) {
    Principal principal = request.getUserPrincipal();
    String known = principal == null ? null : TokenUser.clean(principal.getName()).orElse(null);
    if (known != null) {
      logged.user(known, true);
    } else if (fromToken) {
      noteToken(request.getHeader(HttpHeaders.AUTHORIZATION), logged);
    }
  }

  private static void noteToken(@Nullable String authorization, LoggedRequest logged) {
    if (authorization != null) {
      TokenUser.of(authorization).ifPresent(user -> logged.user(user, false));
    }
  }
}
