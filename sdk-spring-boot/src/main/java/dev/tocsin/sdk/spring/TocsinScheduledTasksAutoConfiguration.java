package dev.tocsin.sdk.spring;

import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;

/// Lets runs, failures and spans of `@Scheduled` methods be seen through Spring's own observations
/// of them, in the application's registry if it has one.
@AutoConfiguration(
    after = {
      TocsinErrorAutoConfiguration.class,
      TocsinTraceAutoConfiguration.class,
      TocsinJobsAutoConfiguration.class
    })
public final class TocsinScheduledTasksAutoConfiguration {

  @Bean
  SchedulingConfigurer tocsinScheduledTasks(
      ObjectProvider<ObservationRegistry> registries,
      ObjectProvider<ObservationHandler<ScheduledTaskObservationContext>> handlers) {
    return tasks -> {
      List<ObservationHandler<ScheduledTaskObservationContext>> known =
          handlers.orderedStream().toList();
      if (!known.isEmpty()) {
        ObservationRegistry registry = registries.getIfUnique(ObservationRegistry::create);
        known.forEach(registry.observationConfig()::observationHandler);
        tasks.setObservationRegistry(registry);
      }
    };
  }
}
