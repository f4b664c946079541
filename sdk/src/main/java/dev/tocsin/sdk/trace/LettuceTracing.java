package dev.tocsin.sdk.trace;

import io.lettuce.core.tracing.TraceContext;
import io.lettuce.core.tracing.TraceContextProvider;
import io.lettuce.core.tracing.Tracer;
import io.lettuce.core.tracing.TracerProvider;
import io.opentelemetry.context.Context;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// A span for each Redis command inside of a recorded trace, through the hook that Lettuce has:
/// `ClientResources.builder().tracing(new LettuceTracing(tracing))`. Keys and values are left out.
public final class LettuceTracing implements io.lettuce.core.tracing.Tracing {

  private final Tracing tracing;
  private final Tracer tracer = new CommandTracer();

  public LettuceTracing(Tracing tracing) {
    this.tracing = tracing;
  }

  @Override
  public TracerProvider getTracerProvider() {
    return () -> tracer;
  }

  @Override
  public TraceContextProvider initialTraceContextProvider() {
    return () -> new Caller(Context.current());
  }

  @Override
  public boolean isEnabled() {
    return true;
  }

  @Override
  public boolean includeCommandArgsInSpanTags() {
    return false;
  }

  @Override
  public Endpoint createEndpoint(SocketAddress address) {
    return address instanceof InetSocketAddress inet
        ? new Server(inet.getHostString(), inet.getPort())
        : new Server(null, 0);
  }

  /// What was current on the thread that gave the command; commands run on another one.
  record Caller(Context context) implements TraceContext {}

  /// @param host absent for a local socket
  record Server(@Nullable String host, int port) implements Endpoint {}

  private final class CommandTracer extends Tracer {

    @Override
    public Span nextSpan() {
      return new CommandSpan(tracing, Context.current());
    }

    @Override
    public Span nextSpan(TraceContext context) {
      return new CommandSpan(
          tracing, context instanceof Caller caller ? caller.context() : Context.current());
    }
  }
}
