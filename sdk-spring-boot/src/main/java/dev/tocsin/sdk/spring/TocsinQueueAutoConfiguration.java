package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.metrics.ApplicationMetrics;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.OpsEndpoint;
import dev.tocsin.sdk.outbox.EventReceiver;
import dev.tocsin.sdk.outbox.WorkHeaders;
import dev.tocsin.sdk.queue.MonitoredQueue;
import dev.tocsin.sdk.queue.QueueEndpoints;
import dev.tocsin.sdk.queue.QueueMonitor;
import dev.tocsin.sdk.queue.QueuesBlock;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/// Watches every [MonitoredQueue] bean, the outbox among them.
@AutoConfiguration(
    after = {TocsinMetricsAutoConfiguration.class, TocsinOutboxAutoConfiguration.class})
@EnableConfigurationProperties(QueueProperties.class)
@ConditionalOnBooleanProperty(name = "tocsin.queues.enabled", matchIfMissing = true)
public final class TocsinQueueAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  QueueMonitor tocsinQueueMonitor(
      Telemetry telemetry,
      ApplicationMetrics metrics,
      QueueProperties settings,
      ObjectProvider<MonitoredQueue> queues) {
    QueueMonitor monitor =
        new QueueMonitor(telemetry, metrics.work(), InstantSource.system(), settings.interval());
    queues.orderedStream().forEach(monitor::register);
    return monitor;
  }

  /// For receivers of any broker: ids and trace of the publisher.
  @Bean
  @ConditionalOnMissingBean
  EventReceiver tocsinEventHandler(ObjectProvider<WorkHeaders> headers) {
    return new EventReceiver(headers.getIfAvailable(() -> Map::of));
  }

  @Bean
  static QueueContext tocsinQueueContext(ObjectProvider<WorkHeaders> headers) {
    return new QueueContext(headers);
  }

  @Bean
  QueuesBlock tocsinQueuesBlock(QueueMonitor monitor) {
    return new QueuesBlock(monitor);
  }

  @Bean
  QueueEndpoints tocsinQueueEndpoints(QueueMonitor monitor, QueueProperties settings) {
    return new QueueEndpoints(monitor, InstantSource.system(), settings.replaysPerMinute());
  }

  @Bean
  OpsEndpoint tocsinQueueList(QueueEndpoints endpoints) {
    return endpoints.queueList();
  }

  @Bean
  OpsEndpoint tocsinDeadLetterList(QueueEndpoints endpoints) {
    return endpoints.letterList();
  }

  @Bean
  OpsEndpoint tocsinDeadLetter(QueueEndpoints endpoints) {
    return endpoints.letter();
  }

  @Bean
  OpsEndpoint tocsinDeadLetterReplay(QueueEndpoints endpoints) {
    return endpoints.replay();
  }

  @Bean
  OpsEndpoint tocsinDeadLetterDecisions(QueueEndpoints endpoints) {
    return endpoints.decisions();
  }
}
