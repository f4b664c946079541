package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.job.Jobs;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.Set;
import org.springframework.scheduling.config.CronTask;
import org.springframework.scheduling.config.IntervalTask;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.scheduling.config.Task;
import org.springframework.scheduling.support.CronExpression;

/// Expects the `@Scheduled` methods of the application, each by its period.
final class ScheduledJobs {

  private static final int LOOK_AHEAD = 50;

  /// Any Monday: a schedule's longest pause does not depend on today.
  private static final LocalDateTime BEGIN = LocalDateTime.of(2026, 1, 5, 0, 0);

  private final Jobs jobs;
  private final Set<String> namedBySetting;

  ScheduledJobs(Jobs jobs, Set<String> namedBySetting) {
    this.jobs = jobs;
    this.namedBySetting = namedBySetting;
  }

  static String name(Method method) {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }

  void expect(ScheduledTask scheduled) {
    Task task = scheduled.getTask();
    String name = name(task.toString());
    if (!namedBySetting.contains(name)) {
      period(task).ifPresent(period -> jobs.job(name, jobs.thresholdFor(period)));
    }
  }

  /// A task's text is the class and the method, `shop.Invoices.send`, or `shop.Shop$Invoices.send`.
  private static String name(String text) {
    String[] parts = text.split("[.$]", -1);
    return parts.length < 2 ? text : parts[parts.length - 2] + "." + parts[parts.length - 1];
  }

  /// The longest pause between two runs; nothing for a task that runs once or by its own trigger.
  private static Optional<Duration> period(Task task) {
    if (task instanceof IntervalTask interval) {
      return Optional.of(interval.getIntervalDuration().plus(interval.getInitialDelayDuration()));
    }
    return task instanceof CronTask cron ? longestPause(cron) : Optional.empty();
  }

  private static Optional<Duration> longestPause(CronTask cron) {
    CronExpression expression = CronExpression.parse(cron.getExpression());
    Duration longest = Duration.ZERO;
    LocalDateTime last = expression.next(BEGIN);
    for (int run = 0; run < LOOK_AHEAD && last != null; run++) {
      LocalDateTime next = expression.next(last);
      if (next == null) {
        break;
      }
      Duration pause = Duration.between(last, next);
      longest = pause.compareTo(longest) > 0 ? pause : longest;
      last = next;
    }
    return longest.isZero() ? Optional.empty() : Optional.of(longest);
  }
}
