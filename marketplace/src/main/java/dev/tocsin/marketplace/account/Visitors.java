package dev.tocsin.marketplace.account;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Gives controllers the [Visitor] of a request; a visitor without a cookie is handed one.
@Configuration(proxyBeanMethods = false)
public class Visitors implements WebMvcConfigurer, HandlerMethodArgumentResolver {
  private final AccountTable table;
  private final Sessions sessions;
  private final CartBadge badge;

  Visitors(AccountTable table, Sessions sessions, CartBadge badge) {
    this.table = table;
    this.sessions = sessions;
    this.badge = badge;
  }

  /// The account behind a request, for guards that stand before the controllers.
  public Optional<Account> account(HttpServletRequest request) {
    return Sessions.cookie(request).map(Sessions::keyOf).flatMap(table::sessionAccount);
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(this);
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Visitor.class;
  }

  @Override
  public Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest webRequest,
      @Nullable WebDataBinderFactory binders) {
    var request = webRequest.getNativeRequest(HttpServletRequest.class);
    var response = webRequest.getNativeResponse(HttpServletResponse.class);
    if (request == null || response == null) {
      throw new IllegalStateException("BUG: a visitor exists only in a servlet request");
    }
    var cookie = Sessions.cookie(request);
    if (cookie.isPresent()) {
      var key = Sessions.keyOf(cookie.get());
      return new Visitor(key, table.sessionAccount(key).orElse(null), badge.itemsOf(key));
    }
    var fresh = sessions.newCookie();
    Sessions.send(fresh, request, response);
    return new Visitor(Sessions.keyOf(fresh), null, 0);
  }
}
