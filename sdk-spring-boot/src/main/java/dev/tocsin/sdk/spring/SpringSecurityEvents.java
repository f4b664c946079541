package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.security.Access;
import dev.tocsin.sdk.security.RequestOrigin;
import dev.tocsin.sdk.security.SecurityAudit;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.event.AbstractAuthenticationFailureEvent;
import org.springframework.security.authentication.event.AuthenticationFailureServiceExceptionEvent;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.security.authorization.event.AuthorizationDeniedEvent;
import org.springframework.security.core.Authentication;

/// Tells the audit what Spring Security publishes.
final class SpringSecurityEvents {

  private final SecurityAudit audit;
  private final RequestOrigins origins;
  private final AdminArea admin;

  SpringSecurityEvents(SecurityAudit audit, RequestOrigins origins, AdminArea admin) {
    this.audit = audit;
    this.origins = origins;
    this.admin = admin;
  }

  /// A broken user database fails logins too, but nobody is guessing then.
  @EventListener
  void failed(AbstractAuthenticationFailureEvent event) {
    if (!(event instanceof AuthenticationFailureServiceExceptionEvent)) {
      String user = nameOf(event.getAuthentication());
      audit.failedLogin(user, origins.current(), reasonOf(event));
    }
  }

  @EventListener
  void succeeded(AuthenticationSuccessEvent event) {
    Authentication who = event.getAuthentication();
    boolean privileged =
        who.getAuthorities().stream()
            .anyMatch(one -> admin.hasAuthority(String.valueOf(one.getAuthority())));
    audit.observe(Access.login(who.getName(), privileged, origins.current()));
  }

  @EventListener
  void denied(AuthorizationDeniedEvent<?> event) {
    Optional<HttpServletRequest> request = RequestOrigins.currentRequest();
    boolean onAdminPath = request.filter(admin::covers).isPresent();
    if (!onAdminPath && !admin.isMeantBy(String.valueOf(event.getAuthorizationResult()))) {
      return;
    }
    RequestOrigin origin = origins.current();
    String what =
        request.map(one -> one.getMethod() + " " + one.getRequestURI()).orElse("a method");
    Authentication who = event.getAuthentication().get();
    if (who == null || who instanceof AnonymousAuthenticationToken || !who.isAuthenticated()) {
      audit.observe(new Access(Access.Kind.DENIED, "", false, origin, what, 0));
    } else {
      audit.deniedAdminAccess(who.getName(), origin, what);
    }
  }

  /// Tokens are their own name; they are secrets and no names.
  private static @Nullable String nameOf(Authentication who) {
    return Objects.equals(who.getPrincipal(), who.getCredentials()) ? null : who.getName();
  }

  /// `AuthenticationFailureBadCredentialsEvent` is `bad_credentials`.
  private static String reasonOf(AbstractAuthenticationFailureEvent event) {
    String words =
        event
            .getClass()
            .getSimpleName()
            .replaceFirst("^AuthenticationFailure", "")
            .replaceFirst("Event$", "");
    return words.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
