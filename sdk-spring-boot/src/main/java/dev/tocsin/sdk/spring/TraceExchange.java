package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.trace.ClientSpan;
import dev.tocsin.sdk.trace.Tracing;
import java.util.concurrent.CancellationException;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

/// As [TraceInterceptor], for `WebClient`: in the trace of the thread that subscribes.
final class TraceExchange implements ExchangeFilterFunction {

  private final Tracing tracing;

  TraceExchange(Tracing tracing) {
    this.tracing = tracing;
  }

  @Override
  public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
    ClientSpan span = tracing.beginCall(request.method().name(), request.url());
    ClientRequest carrying =
        ClientRequest.from(request).headers(headers -> span.inject(headers::set)).build();
    return next.exchange(carrying)
        .doOnNext(response -> span.finish(response.statusCode().value()))
        .doOnError(span::fail)
        .doOnCancel(() -> span.fail(new CancellationException("nobody waits any longer")));
  }
}
