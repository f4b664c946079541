package dev.tocsin.sdk.trace;

import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.redact.Redactor;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.prometheus.metrics.tracer.initializer.SpanContextSupplier;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Traces of one application, straight on OpenTelemetry's SDK: spans for what comes in (requests,
/// jobs, messages) and what goes out, the W3C trace context between them, and export by OTLP.
///
/// Without a target nothing is recorded or sent, but ids are made, accepted and passed on, so that
/// log lines of several applications still join. What sampling does not choose costs its ids and
/// nothing else.
public final class Tracing implements AutoCloseable {

  private static final String SCOPE = "dev.tocsin.sdk";
  private static final int MAX_ATTRIBUTE_LENGTH = 1_024;
  private static final int MAX_MESSAGE_LENGTH = 512;

  /// Of attributes: OpenTelemetry makes room for as many as the limit allows with the first one.
  private static final SpanLimits LIMITS =
      SpanLimits.builder().setMaxNumberOfAttributes(32).build();

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
  private static final AttributeKey<String> ERROR_MESSAGE =
      AttributeKey.stringKey("exception.message");

  private final TextMapPropagator propagator = W3CTraceContextPropagator.getInstance();
  private final InstantSource clock;
  private final boolean keepsErrors;
  private final TraceSampler sampler;
  private final IdGenerator ids = IdGenerator.random();
  private final SdkTracerProvider provider;
  private final Tracer tracer;
  private final Redactor messages = Redactor.standard().withMaxLength(MAX_MESSAGE_LENGTH);

  /// @param exporter where spans go; absent: nowhere
  public Tracing(
      TraceSettings settings,
      @Nullable SpanExporter exporter,
      Telemetry telemetry,
      InstantSource clock) {
    this.clock = clock;
    this.keepsErrors = exporter != null && settings.errors() == ErrorTraces.SPAN;
    boolean whole = exporter != null && settings.errors() == ErrorTraces.WHOLE;
    this.sampler = new TraceSampler(exporter == null ? 0 : settings.samplingRate(), whole);
    this.provider = provider(settings, exporter, telemetry, sampler);
    this.tracer = provider.get(SCOPE);
    SpanContextSupplier.setSpanContext(new CurrentSpan());
  }

  /// Traces that go to the target of the settings.
  public static Tracing start(TraceSettings settings, Telemetry telemetry) {
    TraceTarget target = settings.target();
    SpanExporter exporter = target == null ? null : exporter(target);
    return new Tracing(settings, exporter, telemetry, InstantSource.system());
  }

  private static SpanExporter exporter(TraceTarget target) {
    OtlpHttpSpanExporterBuilder builder =
        OtlpHttpSpanExporter.builder().setEndpoint(target.url()).setCompression("gzip");
    target.headers().forEach(builder::addHeader);
    return builder.build();
  }

  private static SdkTracerProvider provider(
      TraceSettings settings,
      @Nullable SpanExporter exporter,
      Telemetry telemetry,
      TraceSampler sampler) {
    SdkTracerProviderBuilder builder =
        SdkTracerProvider.builder()
            .setIdGenerator(new PresetIds())
            .setSampler(sampler)
            .setSpanLimits(LIMITS)
            .setResource(resource(settings));
    if (exporter == null) {
      builder.addSpanProcessor(new Unsent());
    } else {
      SpanProcessor export = new BoundedExport(exporter, settings.maxPendingSpans(), telemetry);
      builder.addSpanProcessor(sampler.recordsAll() ? new WholeErrorTraces(export) : export);
    }
    return builder.build();
  }

  private static Resource resource(TraceSettings settings) {
    Attributes own =
        Attributes.builder()
            .put("service.name", settings.serviceName())
            .put("deployment.environment.name", settings.environment())
            .build();
    return Resource.getDefault().merge(Resource.create(own));
  }

  /// For libraries that bring their own instrumentation.
  public Tracer tracer() {
    return tracer;
  }

  /// Begins the span of a request that comes in, in the trace of its headers if they carry one.
  ///
  /// @param header gives the value of a request header
  public RequestSpan beginRequest(String method, Function<String, @Nullable String> header) {
    Context parent = propagator.extract(Context.root(), header, Carriers.HEADERS);
    return new RequestSpan(begin(method, SpanKind.SERVER, parent));
  }

  /// Begins the span of a job, in a trace of its own.
  public EntrySpan beginJob(String name) {
    return begin(name, SpanKind.INTERNAL, Context.root());
  }

  /// Begins the span of a message that is taken from a queue, in the trace of whoever put it there.
  ///
  /// @param carrier what [#carrier()] gave then; may be empty
  public EntrySpan beginMessage(String queue, Map<String, String> carrier) {
    Context parent = propagator.extract(Context.root(), carrier, Carriers.MAP);
    return begin(queue, SpanKind.CONSUMER, parent);
  }

  /// The current trace as a few short texts (`traceparent`, `tracestate`), to be stored with a
  /// message or a row of an outbox; empty when no trace is current.
  public Map<String, String> carrier() {
    Map<String, String> carrier = new TreeMap<>();
    inject(Context.current(), carrier::put);
    return carrier;
  }

  /// Begins the span of an outgoing call.
  public ClientSpan beginCall(String method, URI target) {
    Context parent = Context.current();
    if (isUnrecorded(parent)) {
      return new ClientSpan(this, parent, Span.getInvalid());
    }
    Span span = begin(method, SpanKind.CLIENT, parent, 0);
    return new ClientSpan(this, parent.with(span), span).to(method, target);
  }

  /// Begins a span of work inside of the current one; nothing unless that is recorded.
  public @Nullable Span beginInside(String name, Context parent) {
    return Span.fromContext(parent).isRecording() ? begin(name, SpanKind.CLIENT, parent, 0) : null;
  }

  /// The work, in the trace that is current now.
  public static Runnable wrap(Runnable work) {
    Context context = Context.current();
    return () -> {
      TraceScope scope = TraceScope.open(context);
      try {
        work.run();
      } finally {
        scope.close();
      }
    };
  }

  /// An executor whose tasks run in the trace of the thread that handed them in.
  public static Executor propagating(Executor executor) {
    return work -> executor.execute(wrap(work));
  }

  /// A job: each run has a span and a trace of its own.
  public Runnable job(String name, Runnable work) {
    return () -> {
      EntrySpan span = beginJob(name);
      TraceScope scope = span.open();
      try {
        work.run();
      } catch (RuntimeException | Error e) {
        span.fail(name, e);
        throw e;
      } finally {
        scope.close();
      }
      span.finish(name);
    };
  }

  /// Waits until all finished spans are out or given up, at most for the limit.
  public void flush(Duration limit) {
    CompletableResultCode unused =
        provider.forceFlush().join(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    CompletableResultCode unused =
        provider.shutdown().join(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
  }

  boolean keepsErrors() {
    return keepsErrors;
  }

  /// A span of work that is over, recorded under the ids that the work has had.
  Span late(String name, SpanKind kind, Context parent, SpanContext own, long tookNanos) {
    Instant began = clock.instant().minusNanos(tookNanos);
    long epochNanos = TimeUnit.SECONDS.toNanos(began.getEpochSecond()) + began.getNano();
    return begin(name, kind, parent, own, epochNanos);
  }

  void inject(Context context, BiConsumer<String, String> setHeader) {
    propagator.inject(context, setHeader, Carriers.SETTER);
  }

  /// Type and message of a failure; a message is redacted, the stack is in the log.
  void describe(Span span, Throwable failure) {
    if (span.isRecording()) {
      span.setAttribute(ERROR_TYPE, failure.getClass().getName());
      span.setAttribute(ERROR_MESSAGE, messages.text(String.valueOf(failure.getMessage())));
    }
  }

  static String capped(String text) {
    return text.length() <= MAX_ATTRIBUTE_LENGTH ? text : text.substring(0, MAX_ATTRIBUTE_LENGTH);
  }

  private EntrySpan begin(String name, SpanKind kind, Context parent) {
    return new EntrySpan(this, kind, parent, entry(name, kind, parent));
  }

  /// What sampling leaves out has its ids and nothing else: OpenTelemetry's builder of spans makes
  /// several times as much before it asks the sampler.
  private Span entry(String name, SpanKind kind, Context parent) {
    SpanContext from = Span.fromContext(parent).getSpanContext();
    String traceId = from.isValid() ? from.getTraceId() : ids.generateTraceId();
    if (sampler.recordsAll()) {
      return begin(name, kind, parent, 0);
    }
    SpanContext own =
        SpanContext.create(
            traceId, ids.generateSpanId(), TraceFlags.getDefault(), from.getTraceState());
    return sampler.leavesOut(parent, traceId) ? Span.wrap(own) : begin(name, kind, parent, own, 0);
  }

  /// Begins a recorded span under ids that are known already.
  @SuppressWarnings("try")
  private Span begin(
      String name, SpanKind kind, Context parent, SpanContext ids, long startEpochNanos) {
    Context preset = parent.with(PresetIds.PRESET, ids);
    try (Scope scope = preset.makeCurrent()) {
      return begin(name, kind, preset, startEpochNanos);
    }
  }

  private Span begin(String name, SpanKind kind, Context parent, long startEpochNanos) {
    return tracer
        .spanBuilder(name)
        .setParent(parent)
        .setSpanKind(kind)
        .setStartTimestamp(startEpochNanos, TimeUnit.NANOSECONDS)
        .startSpan();
  }

  private static boolean isUnrecorded(Context context) {
    Span current = Span.fromContext(context);
    return current.getSpanContext().isValid() && !current.isRecording();
  }
}
