package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.correlation.LogContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The one filter in front of everything: runs the steps of all features. A filter for each feature
/// costs more than what most of them do: each has attributes of its own on every request.
final class RequestFilter implements Filter {

  private final RequestStep[] steps;
  private final int keptBody;

  /// @param keptBody bytes of a textual body that are kept for the report of a failure; 0 keeps
  ///   none
  RequestFilter(List<RequestStep> steps, int keptBody) {
    this.steps = steps.toArray(RequestStep[]::new);
    this.keptBody = keptBody;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!(request instanceof HttpServletRequest asked)
        || !(response instanceof HttpServletResponse answer)) {
      chain.doFilter(request, response);
      return;
    }
    ServedRequest known = ServedRequest.find(asked);
    if (known != null && asked.getDispatcherType() == DispatcherType.REQUEST) {
      chain.doFilter(request, response);
      return;
    }
    LogContext outside = LogContext.capture();
    try {
      if (known == null) {
        ServedRequest arrived = arrive(asked, answer);
        serve(arrived, arrived.request(), answer, chain);
      } else {
        known.resume();
        serve(known, asked, answer, chain);
      }
    } finally {
      outside.restore();
    }
  }

  private ServedRequest arrive(HttpServletRequest request, HttpServletResponse response) {
    ServedRequest served = new ServedRequest(KeptBody.of(request, keptBody), response, steps);
    request.setAttribute(ServedRequest.ATTRIBUTE, served);
    return served;
  }

  private void serve(
      ServedRequest served,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    boolean isNew = served.begin();
    RequestStep.@Nullable Visit open = null;
    try {
      for (RequestStep step : steps) {
        if (isNew) {
          step.begin(served);
        }
        open = RequestStep.both(open, step.enter(served, request, response));
      }
      chain.doFilter(request, response);
      served.dispatched(request, response);
    } catch (ServletException | IOException | RuntimeException | Error e) {
      served.failed(e);
      throw e;
    } finally {
      if (open != null) {
        open.leave();
      }
    }
  }
}
