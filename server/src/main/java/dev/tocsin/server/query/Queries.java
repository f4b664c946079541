package dev.tocsin.server.query;

import dev.tocsin.promql.Annotations;
import dev.tocsin.promql.Cancellation;
import dev.tocsin.promql.PromQl;
import dev.tocsin.promql.PromQlEvaluationException;
import dev.tocsin.promql.QueryCancelledException;
import dev.tocsin.promql.RangeWindow;
import dev.tocsin.promql.Value;
import dev.tocsin.promql.ast.Expr;
import dev.tocsin.series.SeriesReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// The one place where queries are evaluated: on as many threads as there are cores, because they
/// compute and do not wait; others stand in a short queue, and beyond that they are refused at
/// once, so that a flood of queries neither piles up nor starves the rest of the server.
///
/// All methods throw [PromQlEvaluationException] when the series do not allow the query or a limit
/// is reached, its subclass [QueryCancelledException] when the time is over, and
/// [QueriesBusyException] when too many wait.
public final class Queries implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Queries.class.getName());
  private static final int TEXT_LIMIT = 500;

  private final SeriesReader reader;
  private final QueryOptions options;
  private final PromQl engine;
  private final ThreadPoolExecutor threads;
  private final LongAdder finished = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder refused = new LongAdder();

  /// Counts since the start, and what goes on now.
  public record Statistics(long finished, long failed, long refused, int running, int waiting) {}

  public Queries(SeriesReader reader, QueryOptions options) {
    this.reader = reader;
    this.options = options;
    this.engine = new PromQl(options.limits());
    BlockingQueue<Runnable> queue =
        options.waiting() == 0
            ? new SynchronousQueue<>()
            : new ArrayBlockingQueue<>(options.waiting());
    var number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            options.concurrency(),
            options.concurrency(),
            1,
            TimeUnit.MINUTES,
            queue,
            work ->
                Thread.ofPlatform()
                    .daemon()
                    .name("query " + number.incrementAndGet())
                    .unstarted(work));
    threads.allowCoreThreadTimeOut(true);
  }

  /// The value of an expression at one time.
  public Value instant(Expr expr, long atMillis) {
    return instant(expr, atMillis, options.timeout(), new Annotations());
  }

  /// The values of an expression at each step from a start to an end, both inclusive.
  public Value range(Expr expr, long startMillis, long endMillis, long stepMillis) {
    var window = new RangeWindow(startMillis, endMillis, stepMillis);
    return range(expr, window, options.timeout(), new Annotations());
  }

  Value instant(Expr expr, long atMillis, Duration timeout, Annotations annotations) {
    var cancellation = Cancellation.after(timeout);
    return evaluate(
        expr,
        timeout,
        cancellation,
        () -> engine.instant(reader, expr, atMillis, cancellation, annotations));
  }

  Value range(Expr expr, RangeWindow window, Duration timeout, Annotations annotations) {
    var cancellation = Cancellation.after(timeout);
    return evaluate(
        expr,
        timeout,
        cancellation,
        () -> engine.range(reader, expr, window, cancellation, annotations));
  }

  QueryOptions options() {
    return options;
  }

  SeriesReader reader() {
    return reader;
  }

  public Statistics statistics() {
    return new Statistics(
        finished.sum(),
        failed.sum(),
        refused.sum(),
        threads.getActiveCount(),
        threads.getQueue().size());
  }

  private Value evaluate(
      Expr expr, Duration timeout, Cancellation cancellation, Callable<Value> work) {
    long start = System.nanoTime();
    try {
      var task = threads.submit(work);
      try {
        var value = task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        finished.increment();
        return value;
      } finally {
        // without effect on a finished task; else it leaves the queue or ends at its next check
        cancellation.cancel();
        if (task.cancel(false)) {
          threads.purge();
        }
      }
    } catch (RejectedExecutionException e) {
      refused.increment();
      throw new QueriesBusyException(
          threads.isShutdown()
              ? "the server is stopping"
              : options.waiting() + " queries wait already; try again in a moment");
    } catch (TimeoutException e) {
      failed.increment();
      throw new QueryCancelledException("query timed out after " + timeout.toMillis() + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failed.increment();
      throw new QueryCancelledException("query was cancelled");
    } catch (ExecutionException e) {
      failed.increment();
      throw unwrapped(e);
    } finally {
      tellIfSlow(expr, System.nanoTime() - start);
    }
  }

  private static RuntimeException unwrapped(ExecutionException failure) {
    return switch (failure.getCause()) {
      case PromQlEvaluationException e -> e;
      case RuntimeException e -> new IllegalStateException("a query failed", e);
      case Error e -> throw e;
      case null, default -> new IllegalStateException("a query failed", failure);
    };
  }

  private void tellIfSlow(Expr expr, long nanos) {
    if (nanos < options.slowAfter().toNanos()) {
      return;
    }
    var text = expr.toString();
    LOG.log(
        Level.WARNING,
        "slow query, {0} ms: {1}",
        Long.toString(TimeUnit.NANOSECONDS.toMillis(nanos)),
        text.length() <= TEXT_LIMIT ? text : text.substring(0, TEXT_LIMIT) + "…");
  }

  /// Refuses further queries and waits a little for the running ones.
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(2, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
