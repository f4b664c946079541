package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.health.JobHeartbeat;
import dev.tocsin.sdk.job.Jobs;
import dev.tocsin.sdk.job.JobsBlock;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.OpsBlock;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.config.ScheduledTaskHolder;

/// The jobs of the application: every `@Scheduled` method, and those that it names itself.
@AutoConfiguration(
    after = {TocsinMetricsAutoConfiguration.class, TocsinHealthAutoConfiguration.class})
@EnableConfigurationProperties({TocsinProperties.class, JobsProperties.class})
@ConditionalOnBooleanProperty(name = "tocsin.jobs.enabled", matchIfMissing = true)
public final class TocsinJobsAutoConfiguration {

  private static final String READINESS = "readyz";

  @Bean
  @ConditionalOnMissingBean
  Jobs tocsinJobs(
      Telemetry telemetry,
      JobsProperties settings,
      TocsinProperties shared,
      Environment environment,
      ObjectProvider<JobHeartbeat> readiness) {
    Jobs jobs = new Jobs(InstantSource.system(), settings.threshold(), telemetry);
    settings.thresholds().forEach(jobs::job);
    Boolean set = shared.health().jobs().heartbeatRequired();
    if (set != null
        ? set
        : environment.getProperty("JOB_HEARTBEAT_REQUIRED", Boolean.class, false)) {
      readiness.ifAvailable(heartbeat -> jobs.job(READINESS, heartbeat));
    }
    return jobs;
  }

  @Bean
  OpsBlock tocsinJobsBlock(Jobs jobs) {
    return new JobsBlock(jobs);
  }

  @Bean
  @ConditionalOnBooleanProperty(name = "tocsin.jobs.scheduled", matchIfMissing = true)
  ScheduledRuns tocsinScheduledRuns(Jobs jobs) {
    return new ScheduledRuns(jobs);
  }

  @Bean
  @ConditionalOnBooleanProperty(name = "tocsin.jobs.scheduled", matchIfMissing = true)
  ApplicationListener<ApplicationReadyEvent> tocsinScheduledJobs(
      Jobs jobs, JobsProperties settings, ObjectProvider<ScheduledTaskHolder> holders) {
    ScheduledJobs scheduled = new ScheduledJobs(jobs, settings.thresholds().keySet());
    return event ->
        holders.forEach(holder -> holder.getScheduledTasks().forEach(scheduled::expect));
  }
}
