package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.trace.ClientSpan;
import dev.tocsin.sdk.trace.Tracing;
import java.io.IOException;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/// A span for each outgoing call, which carries the trace. Clients that are built from Spring
/// Boot's `RestClient.Builder` have it already; others add this bean to theirs.
public final class TraceInterceptor implements ClientHttpRequestInterceptor {

  private final Tracing tracing;

  TraceInterceptor(Tracing tracing) {
    this.tracing = tracing;
  }

  @Override
  public ClientHttpResponse intercept(
      HttpRequest request, byte[] body, ClientHttpRequestExecution execution) throws IOException {
    ClientSpan span = tracing.beginCall(request.getMethod().name(), request.getURI());
    span.inject(request.getHeaders()::set);
    try {
      ClientHttpResponse response = execution.execute(request, body);
      span.finish(response.getStatusCode().value());
      return response;
    } catch (IOException | RuntimeException | Error e) {
      span.fail(e);
      throw e;
    }
  }
}
