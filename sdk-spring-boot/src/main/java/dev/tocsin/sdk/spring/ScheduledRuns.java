package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.job.Job;
import dev.tocsin.sdk.job.Jobs;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;

/// Tells each run of a `@Scheduled` method to its job.
final class ScheduledRuns implements ObservationHandler<ScheduledTaskObservationContext> {

  private final Jobs jobs;

  ScheduledRuns(Jobs jobs) {
    this.jobs = jobs;
  }

  @Override
  public boolean supportsContext(Observation.Context context) {
    return context instanceof ScheduledTaskObservationContext;
  }

  @Override
  public void onStart(ScheduledTaskObservationContext context) {
    job(context).begun();
  }

  @Override
  public void onStop(ScheduledTaskObservationContext context) {
    Throwable error = context.getError();
    if (error == null) {
      job(context).succeeded();
    } else {
      job(context).failed(error);
    }
  }

  private Job job(ScheduledTaskObservationContext context) {
    return jobs.job(ScheduledJobs.name(context.getMethod()));
  }
}
