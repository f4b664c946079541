package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.error.FailureContext;
import dev.tocsin.sdk.trace.EntrySpan;
import dev.tocsin.sdk.trace.TraceScope;
import dev.tocsin.sdk.trace.Tracing;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;

/// A span for each run of a `@Scheduled` method.
final class JobSpans implements ObservationHandler<ScheduledTaskObservationContext> {

  private final Tracing tracing;

  JobSpans(Tracing tracing) {
    this.tracing = tracing;
  }

  @Override
  public boolean supportsContext(Observation.Context context) {
    return context instanceof ScheduledTaskObservationContext;
  }

  @Override
  public void onStart(ScheduledTaskObservationContext context) {
    EntrySpan span = tracing.beginJob(JobFailures.name(context));
    context.put(EntrySpan.class, span);
    context.put(FailureContext.TRACE_KEY, span.traceId());
  }

  @Override
  public void onScopeOpened(ScheduledTaskObservationContext context) {
    EntrySpan span = context.getRequired(EntrySpan.class);
    context.put(TraceScope.class, span.open());
  }

  @Override
  public void onScopeClosed(ScheduledTaskObservationContext context) {
    TraceScope scope = context.get(TraceScope.class);
    if (scope != null) {
      scope.close();
    }
  }

  @Override
  public void onStop(ScheduledTaskObservationContext context) {
    EntrySpan span = context.getRequired(EntrySpan.class);
    Throwable failure = context.getError();
    if (failure == null) {
      span.finish(JobFailures.name(context));
    } else {
      span.fail(JobFailures.name(context), failure);
    }
  }
}
