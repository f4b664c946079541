package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.correlation.Correlation;
import dev.tocsin.sdk.correlation.CorrelationIds;
import dev.tocsin.sdk.error.Failure;
import dev.tocsin.sdk.error.FailureContext;
import dev.tocsin.sdk.error.FailureOrigin;
import dev.tocsin.sdk.error.FailureReporter;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;

/// Gives each run of a `@Scheduled` method ids of its own and reports it when it fails.
final class JobFailures implements ObservationHandler<ScheduledTaskObservationContext> {

  private final FailureReporter reporter;

  JobFailures(FailureReporter reporter) {
    this.reporter = reporter;
  }

  @Override
  public boolean supportsContext(Observation.Context context) {
    return context instanceof ScheduledTaskObservationContext;
  }

  @Override
  public void onStart(ScheduledTaskObservationContext context) {
    context.put(CorrelationIds.class, CorrelationIds.generate());
  }

  @Override
  public void onScopeOpened(ScheduledTaskObservationContext context) {
    CorrelationIds ids = context.getRequired(CorrelationIds.class);
    context.put(Correlation.Scope.class, Correlation.open(ids));
  }

  @Override
  public void onScopeClosed(ScheduledTaskObservationContext context) {
    Correlation.Scope scope = context.get(Correlation.Scope.class);
    if (scope != null) {
      scope.close();
    }
  }

  @Override
  public void onError(ScheduledTaskObservationContext context) {
    Throwable failure = context.getError();
    if (failure != null) {
      CorrelationIds ids = context.getRequired(CorrelationIds.class);
      FailureContext whose =
          new FailureContext(ids.correlationId(), context.get(FailureContext.TRACE_KEY), null);
      reporter.report(new Failure(failure, FailureOrigin.SCHEDULED, name(context), whose, null));
    }
  }

  static String name(ScheduledTaskObservationContext context) {
    return context.getTargetClass().getSimpleName() + "." + context.getMethod().getName();
  }
}
