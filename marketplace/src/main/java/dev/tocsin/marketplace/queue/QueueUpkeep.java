package dev.tocsin.marketplace.queue;

import dev.tocsin.sdk.metrics.ApplicationMetrics;
import dev.tocsin.sdk.metrics.GaugeFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Publishes the depth of each queue, and removes finished jobs of the past.
@Component
class QueueUpkeep {
  private static final Logger LOG = System.getLogger(QueueUpkeep.class.getName());

  private final JobQueues queues;
  private final ApplicationMetrics metrics;
  private final GaugeFamily deadLetters;

  QueueUpkeep(JobQueues queues, ApplicationMetrics metrics, Telemetry telemetry) {
    this.queues = queues;
    this.metrics = metrics;
    this.deadLetters =
        telemetry.gauge("queue_dead_letters", "Jobs that were given up, by queue.", "queue");
  }

  @Scheduled(fixedDelayString = "${marketplace.gauge-pause:3s}")
  void publish() {
    try {
      for (var depth : queues.depths()) {
        var age = Duration.ofMillis((long) (depth.oldestAgeSeconds() * 1000));
        metrics.work().setQueue(depth.queue(), depth.waiting(), age);
        deadLetters.set((double) depth.deadLetters(), depth.queue());
      }
    } catch (RuntimeException exception) {
      LOG.log(Level.WARNING, "Queue gauges are old: {0}", exception.getMessage());
    }
  }

  @Scheduled(fixedDelayString = "${marketplace.upkeep-pause:5m}")
  void forgetOld() {
    try {
      queues.forgetOld();
    } catch (RuntimeException exception) {
      LOG.log(Level.WARNING, "Old jobs stay: {0}", exception.getMessage());
    }
  }
}
