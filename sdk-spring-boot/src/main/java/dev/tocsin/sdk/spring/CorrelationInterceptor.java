package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.correlation.Correlation;
import dev.tocsin.sdk.correlation.CorrelationIds;
import java.io.IOException;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/// Sends the current ids with an outgoing call. Clients that are built from Spring Boot's
/// `RestClient.Builder` have it already; others add this bean to theirs.
public final class CorrelationInterceptor implements ClientHttpRequestInterceptor {

  @Override
  public ClientHttpResponse intercept(
      HttpRequest request, byte[] body, ClientHttpRequestExecution execution) throws IOException {
    Correlation.current()
        .ifPresent(
            ids -> {
              request.getHeaders().set(CorrelationIds.CORRELATION_HEADER, ids.correlationId());
              request.getHeaders().set(CorrelationIds.REQUEST_HEADER, ids.requestId());
            });
    return execution.execute(request, body);
  }
}
