package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.ops.OpsCall;
import dev.tocsin.sdk.ops.OpsResponse;
import dev.tocsin.sdk.ops.OpsSurface;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.util.ServletRequestPathUtils;

/// Answers for the ops surface. Answers are written as they are, past the message converters, so
/// that no conversion setting of the application can change them.
final class OpsAnswers implements HttpRequestHandler {

  private final OpsSurface surface;

  OpsAnswers(OpsSurface surface) {
    this.surface = surface;
  }

  @Override
  public void handleRequest(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    OpsCall call =
        new OpsCall(
            request.getMethod(),
            ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication().value(),
            request.getQueryString(),
            request::getHeader,
            request.getRemoteAddr(),
            request.getInputStream());
    OpsResponse answer =
        surface
            .answer(call)
            .orElseGet(() -> OpsResponse.text(404, "Nothing is served under this path.\n"));
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    response.setContentType(answer.contentType());
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
