package dev.tocsin.server.query;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.promql.InstantSample;
import dev.tocsin.promql.PromQl;
import dev.tocsin.promql.PromQlEvaluationException;
import dev.tocsin.promql.QueryCancelledException;
import dev.tocsin.promql.QueryLimitException;
import dev.tocsin.promql.QueryLimits;
import dev.tocsin.promql.Value;
import dev.tocsin.series.Labels;
import dev.tocsin.series.Matcher;
import dev.tocsin.series.Series;
import dev.tocsin.series.SeriesReader;
import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.ingest.MemorySeries;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class QueriesTest {
  private static final long NOW = 1_000_000;

  private final MemorySeries store = new MemorySeries();

  private static QueryOptions options(Duration timeout, int concurrency, int waiting) {
    return new QueryOptions(
        timeout, concurrency, waiting, Duration.ofSeconds(2), QueryLimits.defaults());
  }

  private void write(String name, long at, double value) {
    try (var appender = store.appender()) {
      appender.append(appender.reference(Labels.of("__name__", name, "job", "shop")), at, value);
      appender.commit();
    }
  }

  /// A store whose answers come when the test says so.
  private final class SlowSeries implements SeriesReader {
    final CountDownLatch asked = new CountDownLatch(1);
    final CountDownLatch answer = new CountDownLatch(1);

    @Override
    public List<Series> select(long from, long to, Collection<Matcher> matchers) {
      asked.countDown();
      try {
        answer.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return store.select(from, to, matchers);
    }

    @Override
    public List<String> labelNames(long from, long to, Collection<Matcher> matchers) {
      return List.of();
    }

    @Override
    public List<String> labelValues(String name, long from, long to, Collection<Matcher> matchers) {
      return List.of();
    }
  }

  @Test
  void anExpressionIsEvaluatedAtOneTimeAndOverARange() {
    write("m", NOW, 2);
    try (var queries = new Queries(store, QueryOptions.defaults())) {
      var expr = PromQl.parse("m * 2");
      var sample = new InstantSample(Labels.of("job", "shop"), NOW, 4);
      assertEquals(new Value.InstantVector(List.of(sample)), queries.instant(expr, NOW));
      var range = (Value.RangeMatrix) queries.range(expr, NOW, NOW + 60_000, 15_000);
      assertEquals(5, range.series().getFirst().size());
      assertEquals(2, queries.statistics().finished());
    }
  }

  @Test
  void anExpressionThatCannotBeEvaluatedFailsWithItsReason() {
    write("a", NOW, 1);
    write("b", NOW, 1);
    try (var queries = new Queries(store, QueryOptions.defaults())) {
      assertThrows(
          PromQlEvaluationException.class,
          () -> queries.instant(PromQl.parse("{job=\"shop\"} + on(job) {job=\"shop\"}"), NOW));
      assertEquals(1, queries.statistics().failed());
    }
  }

  @Test
  void tooManyStepsAreRefused() {
    try (var queries = new Queries(store, QueryOptions.defaults())) {
      assertThrows(
          QueryLimitException.class, () -> queries.range(PromQl.parse("m"), 0, NOW * 1_000, 1));
    }
  }

  @Test
  void aQueryThatTakesTooLongIsEndedAndItsThreadIsFreeAgain() {
    var slow = new SlowSeries();
    try (var queries = new Queries(slow, options(Duration.ofMillis(100), 1, 5))) {
      var failure =
          assertThrows(
              QueryCancelledException.class, () -> queries.instant(PromQl.parse("m"), NOW));
      assertEquals("query timed out after 100 ms", failure.getMessage());
      slow.answer.countDown();
      assertEquals(new Value.Scalar(NOW, 2), queries.instant(PromQl.parse("1 + 1"), NOW));
    }
  }

  @Test
  void beyondTheWaitingQueueAQueryIsRefusedAtOnce() throws Exception {
    write("m", NOW, 1);
    var slow = new SlowSeries();
    try (var queries = new Queries(slow, options(Duration.ofSeconds(20), 1, 2));
        var askers = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Value> question = () -> queries.instant(PromQl.parse("m"), NOW);
      var asked = new ArrayList<Future<Value>>();
      asked.add(askers.submit(question));
      slow.asked.await();
      asked.add(askers.submit(question));
      asked.add(askers.submit(question));
      await().until(() -> queries.statistics().waiting() == 2);

      var refusal =
          assertThrows(QueriesBusyException.class, () -> queries.instant(PromQl.parse("m"), NOW));
      assertEquals("2 queries wait already; try again in a moment", refusal.getMessage());
      assertEquals(1, queries.statistics().refused());

      slow.answer.countDown();
      for (var each : asked) {
        assertEquals(1, ((Value.InstantVector) each.get()).samples().size());
      }
    }
  }

  @Test
  void whileQueriesWaitTheTimeOfTheWaitingOnesRunsToo() throws Exception {
    var slow = new SlowSeries();
    try (var queries = new Queries(slow, options(Duration.ofMillis(150), 1, 5));
        var askers = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Value> question = () -> queries.instant(PromQl.parse("m"), NOW);
      var first = askers.submit(question);
      slow.asked.await();
      var second = askers.submit(question);
      assertThrows(Exception.class, first::get);
      assertThrows(Exception.class, second::get);
      assertEquals(0, queries.statistics().waiting());
      slow.answer.countDown();
    }
  }

  @Test
  void slowQueriesAreToldInTheLog() {
    var told = new ArrayList<String>();
    var logger = Logger.getLogger(Queries.class.getName());
    var handler =
        new Handler() {
          @Override
          public void publish(LogRecord log) {
            told.add(MessageFormat.format(log.getMessage(), log.getParameters()));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    var eager =
        new QueryOptions(Duration.ofSeconds(5), 1, 1, Duration.ZERO, QueryLimits.defaults());
    try (var queries = new Queries(store, eager)) {
      queries.instant(PromQl.parse("sum(m)"), NOW);
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
    assertEquals(1, told.size());
    assertTrue(told.getFirst().endsWith(" ms: sum(m)"), told.getFirst());
  }

  @Test
  void aServerThatStopsRefusesQueries() {
    var queries = new Queries(store, QueryOptions.defaults());
    queries.close();
    assertThrows(QueriesBusyException.class, () -> queries.instant(PromQl.parse("1"), NOW));
  }

  @Test
  void optionsAreReadWithinBounds() {
    var problems = new Problems();
    var text = "timeout: 5s\nconcurrency: 3\nwaiting: 0\nslow_after: 1s\nmax_samples: 5000";
    var options = QueryOptions.read(ConfigFile.parse("t.yml", text, Map.of(), problems));
    assertEquals(List.of(), problems.list());
    var usual = QueryLimits.defaults();
    assertEquals(
        new QueryOptions(
            Duration.ofSeconds(5),
            3,
            0,
            Duration.ofSeconds(1),
            new QueryLimits(5_000, usual.points(), usual.depth())),
        options);

    var bad = "timeout: 1ms\nthreads: 2";
    assertEquals(
        QueryOptions.defaults(),
        QueryOptions.read(ConfigFile.parse("t.yml", bad, Map.of(), problems)));
    assertEquals(2, problems.list().size());
  }
}
