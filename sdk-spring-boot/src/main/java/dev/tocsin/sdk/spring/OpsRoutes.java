package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.ops.OpsCall;
import dev.tocsin.sdk.ops.OpsResponse;
import dev.tocsin.sdk.ops.OpsSurface;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// The routes of the ops surface. Answers are written as they are, past the message converters, so
/// that no conversion setting of the application can change them.
final class OpsRoutes {

  private OpsRoutes() {}

  static RouterFunction<ServerResponse> of(OpsSurface surface) {
    RouterFunctions.Builder routes = RouterFunctions.route();
    for (String path : surface.paths()) {
      routes.route(RequestPredicates.path(path), request -> serve(surface, request));
    }
    return routes.build();
  }

  private static ServerResponse serve(OpsSurface surface, ServerRequest request)
      throws IOException {
    HttpServletRequest received = request.servletRequest();
    OpsCall call =
        new OpsCall(
            received.getMethod(),
            request.requestPath().pathWithinApplication().value(),
            received.getQueryString(),
            received::getHeader,
            received.getRemoteAddr(),
            received.getInputStream());
    OpsResponse answer =
        surface
            .answer(call)
            .orElseGet(() -> OpsResponse.text(404, "Nothing is served under this path.\n"));
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
