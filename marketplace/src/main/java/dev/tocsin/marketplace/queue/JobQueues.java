package dev.tocsin.marketplace.queue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// All durable queues: takes jobs in, and runs one worker for each queue that has work defined.
@Component
public class JobQueues implements SmartLifecycle {
  private static final Duration KEEP_DONE = Duration.ofDays(3);

  private final JobTable table;
  private final Map<String, JobWorker> workers;
  private volatile boolean running;

  JobQueues(JobTable table, List<JobWork> works) {
    this.table = table;
    this.workers =
        works.stream()
            .map(work -> new JobWorker(table, work))
            .collect(Collectors.toUnmodifiableMap(JobWorker::queue, Function.identity()));
  }

  /// Wakes the worker after the transaction that added a job has been committed.
  public void wake(String queue) {
    worker(queue).wake();
  }

  List<QueueDepth> depths() {
    return workers.keySet().stream().sorted().map(table::depth).toList();
  }

  /// Removes finished jobs of the past.
  int forgetOld() {
    return table.forgetDone(KEEP_DONE);
  }

  private JobWorker worker(String queue) {
    var worker = workers.get(queue);
    if (worker == null) {
      throw new IllegalStateException("BUG: no work is defined for the queue " + queue);
    }
    return worker;
  }

  @Override
  public void start() {
    running = true;
    workers.values().forEach(JobWorker::start);
  }

  @Override
  public void stop() {
    running = false;
    workers.values().forEach(JobWorker::stop);
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
