package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.log.TokenUser;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/// Notes who a request is from: its principal, which is the claim `sub` with Spring Security's
/// tokens, else the user that a bearer token names. Anonymous requests have none.
final class LogUserFilter extends OncePerRequestFilter {

  private final boolean fromToken;

  LogUserFilter(boolean fromToken) {
    this.fromToken = fromToken;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    LoggedRequest.of(request).ifPresent(logged -> note(request, logged));
    chain.doFilter(request, response);
  }

  private void note(HttpServletRequest request, LoggedRequest logged) {
    Principal principal = request.getUserPrincipal();
    Optional<String> known = TokenUser.clean(principal == null ? null : principal.getName());
    if (known.isPresent()) {
      logged.user(known.get(), true);
    } else if (fromToken) {
      TokenUser.of(request.getHeader(HttpHeaders.AUTHORIZATION))
          .ifPresent(user -> logged.user(user, false));
    }
  }
}
