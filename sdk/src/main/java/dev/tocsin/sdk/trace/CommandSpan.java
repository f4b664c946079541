package dev.tocsin.sdk.trace;

import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CompleteableCommand;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.tracing.Tracer;
import io.lettuce.core.tracing.Tracing.Endpoint;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/// The span of one Redis command, as Lettuce drives it. Does nothing when the trace of the caller
/// is not recorded.
final class CommandSpan extends Tracer.Span {

  private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("db.system.name");
  private static final AttributeKey<String> HOST = AttributeKey.stringKey("server.address");
  private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");

  private final Tracing tracing;
  private final Context parent;
  private String name = "redis";
  private LettuceTracing.@Nullable Server server;
  private @Nullable Span span;

  CommandSpan(Tracing tracing, Context parent) {
    this.tracing = tracing;
    this.parent = parent;
  }

  @Override
  public Tracer.Span start(RedisCommand<?, ?, ?> command) {
    Span started = tracing.beginInside(name, parent);
    if (started != null) {
      span = started;
      describe(started);
      if (command instanceof CompleteableCommand<?> completeable) {
        completeable.onComplete((result, failure) -> complete(command.getOutput(), failure));
      }
    }
    return this;
  }

  private void describe(Span started) {
    started.setAttribute(SYSTEM, "redis");
    LettuceTracing.Server known = server;
    if (known != null && known.host() != null) {
      started.setAttribute(HOST, known.host());
      started.setAttribute(PORT, (long) known.port());
    }
  }

  private void complete(@Nullable CommandOutput<?, ?, ?> output, @Nullable Throwable failure) {
    if (failure != null) {
      Tracer.Span unused = error(failure);
    } else if (output != null && output.hasError() && span != null) {
      span.setStatus(StatusCode.ERROR);
    }
    finish();
  }

  @Override
  public Tracer.Span name(String command) {
    name = command;
    return this;
  }

  @Override
  public Tracer.Span annotate(String value) {
    return this;
  }

  @Override
  public Tracer.Span tag(String key, String value) {
    return this;
  }

  @Override
  public Tracer.Span error(Throwable failure) {
    Span started = span;
    if (started != null) {
      started.setStatus(StatusCode.ERROR);
      tracing.describe(started, failure);
    }
    return this;
  }

  @Override
  public Tracer.Span remoteEndpoint(Endpoint endpoint) {
    server = endpoint instanceof LettuceTracing.Server known ? known : null;
    return this;
  }

  @Override
  public void finish() {
    Span started = span;
    if (started != null) {
      started.end();
    }
  }
}
