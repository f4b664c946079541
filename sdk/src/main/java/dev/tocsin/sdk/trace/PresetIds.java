package dev.tocsin.sdk.trace;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.sdk.trace.IdGenerator;

/// Random ids, unless the current context presets them: a span that is recorded after the fact gets
/// the ids that its work has had from the beginning.
final class PresetIds implements IdGenerator {

  static final ContextKey<SpanContext> PRESET = ContextKey.named("tocsin-preset-ids");

  private final IdGenerator random = IdGenerator.random();

  @Override
  public String generateSpanId() {
    SpanContext preset = Context.current().get(PRESET);
    return preset == null ? random.generateSpanId() : preset.getSpanId();
  }

  @Override
  public String generateTraceId() {
    SpanContext preset = Context.current().get(PRESET);
    return preset == null ? random.generateTraceId() : preset.getTraceId();
  }
}
