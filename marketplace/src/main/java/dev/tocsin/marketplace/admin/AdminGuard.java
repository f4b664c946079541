package dev.tocsin.marketplace.admin;

import dev.tocsin.marketplace.account.Role;
import dev.tocsin.marketplace.account.Visitors;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Stands before everything below `/admin/`.
///
/// Let in: the token as `Authorization: Bearer …`, the cookie that the sign-in page gives for the
/// token, and accounts with the role ADMIN. While no token is set, also whoever connects from this
/// machine by a loopback name and not through a proxy.
@Component
@Order(AdminGuard.ORDER)
class AdminGuard extends OncePerRequestFilter {
  static final int ORDER = 20;
  static final String COOKIE = "shop_admin";
  static final String SIGN_IN = "/admin/sign-in";
  private static final String BEARER = "Bearer ";
  private static final Pattern LOOPBACK_NAME =
      Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?");

  private final AdminKeys keys;
  private final Visitors visitors;

  AdminGuard(AdminKeys keys, Visitors visitors) {
    this.keys = keys;
    this.visitors = visitors;
  }

  /// Paths are compared as the dispatcher sees them, so that no spelling slips past.
  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    var path = request.getServletPath();
    return !(path.equals("/admin") || path.startsWith("/admin/")) || path.equals(SIGN_IN);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (isLetIn(request)) {
      chain.doFilter(request, response);
    } else if (request.getMethod().equals("GET") && wantsPage(request)) {
      response.setStatus(303);
      response.setHeader("Location", SIGN_IN);
    } else {
      response.setStatus(401);
      response.setHeader("WWW-Authenticate", "Bearer");
      response.setContentType("application/json");
      response
          .getWriter()
          .print(
              """
              {"status":"error","message":"Send the admin token as Authorization: Bearer …",\
              "data":null,"errors":["ADMIN_REQUIRED"]}\
              """);
    }
  }

  private boolean isLetIn(HttpServletRequest request) {
    var authorization = request.getHeader("Authorization");
    if (authorization != null && authorization.startsWith(BEARER)) {
      return keys.isToken(authorization.substring(BEARER.length()));
    }
    return hasCookie(request) || (!keys.isSet() && isLocal(request)) || isAdmin(request);
  }

  private boolean hasCookie(HttpServletRequest request) {
    var cookies = request.getCookies();
    return cookies != null
        && Arrays.stream(cookies)
            .anyMatch(it -> it.getName().equals(COOKIE) && keys.isCookie(it.getValue()));
  }

  /// The name is looked at too, or a foreign page could reach us by a name that resolves to here.
  private static boolean isLocal(HttpServletRequest request) {
    var host = request.getHeader("Host");
    return host != null
        && LOOPBACK_NAME.matcher(host).matches()
        && request.getHeader("X-Forwarded-For") == null
        && request.getHeader("Forwarded") == null
        && isLoopback(request.getRemoteAddr());
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }

  /// A database that cannot be asked knows no operator; the token still works then.
  private boolean isAdmin(HttpServletRequest request) {
    try {
      return visitors.account(request).filter(it -> it.role() == Role.ADMIN).isPresent();
    } catch (DataAccessException _) {
      return false;
    }
  }

  private static boolean wantsPage(HttpServletRequest request) {
    var accept = request.getHeader("Accept");
    return accept != null && accept.contains("text/html");
  }
}
