package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.security.RequestOrigin;
import dev.tocsin.sdk.security.TrustedProxies;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/// Reads from a request what the security audit wants to know.
final class RequestOrigins {

  private final TrustedProxies proxies;
  private final @Nullable String countryHeader;

  RequestOrigins(TrustedProxies proxies, @Nullable String countryHeader) {
    this.proxies = proxies;
    this.countryHeader = countryHeader;
  }

  static Optional<HttpServletRequest> currentRequest() {
    return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes current
        ? Optional.of(current.getRequest())
        : Optional.empty();
  }

  RequestOrigin current() {
    return currentRequest().map(this::of).orElseGet(RequestOrigin::unknown);
  }

  RequestOrigin of(HttpServletRequest request) {
    String peer = request.getRemoteAddr();
    List<String> forwarded = Collections.list(request.getHeaders("X-Forwarded-For"));
    String userAgent = request.getHeader("User-Agent");
    String country =
        countryHeader != null && proxies.trust(peer) ? request.getHeader(countryHeader) : null;
    return new RequestOrigin(
        proxies.client(peer, forwarded), userAgent == null ? "" : userAgent, country);
  }
}
