package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.ops.OpsResponse;
import dev.tocsin.sdk.ops.OpsSurface;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// The routes of the ops surface. Answers are written as they are, past the message converters, so
/// that no conversion setting of the application can change them.
final class OpsRoutes {

  private OpsRoutes() {}

  static RouterFunction<ServerResponse> of(OpsSurface surface, List<String> paths) {
    RouterFunctions.Builder routes = RouterFunctions.route();
    for (String path : paths) {
      routes.route(
          RequestPredicates.methods(HttpMethod.GET, HttpMethod.HEAD)
              .and(RequestPredicates.path(path)),
          request -> serve(surface, path, request));
    }
    return routes.build();
  }

  private static ServerResponse serve(OpsSurface surface, String path, ServerRequest request) {
    @Nullable String accept = request.headers().firstHeader(HttpHeaders.ACCEPT);
    @Nullable String authorization = request.headers().firstHeader(HttpHeaders.AUTHORIZATION);
    OpsResponse answer =
        surface
            .answer(path, accept, authorization)
            .orElseThrow(() -> new IllegalStateException("BUG: no answer for " + path));
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    return ServerResponse.status(answer.status())
        .headers(headers -> answer.headers().forEach(headers::set))
        .build(
            (servletRequest, servletResponse) -> {
              servletResponse.setContentType(answer.contentType());
              servletResponse.setContentLength(body.length);
              servletResponse.getOutputStream().write(body);
              return null;
            });
  }
}
