package dev.tocsin.promql;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.promql.script.MemorySeries;
import dev.tocsin.series.Labels;
import dev.tocsin.series.Matcher;
import dev.tocsin.series.Series;
import dev.tocsin.series.SeriesReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PromQlTest {
  private static final Labels UP_A = Labels.of("__name__", "up", "job", "a");
  private static final Labels UP_B = Labels.of("__name__", "up", "job", "b");

  private final MemorySeries series = new MemorySeries();
  private final PromQl engine = new PromQl(QueryLimits.defaults());

  @BeforeEach
  void load() {
    for (int i = 0; i < 10; i++) {
      series.add(UP_B, i * 60_000L, i);
      series.add(UP_A, i * 60_000L, 2 * i);
    }
  }

  private Value instant(String query, long atMillis) {
    return engine.instant(series, PromQl.parse(query), atMillis, Cancellation.none());
  }

  private Value range(PromQl limited, String query, RangeWindow window) {
    return limited.range(series, PromQl.parse(query), window, Cancellation.none());
  }

  @Test
  void anInstantQueryAnswersInTheTypeOfTheExpression() {
    assertEquals(new Value.Scalar(5000, 3), instant("1 + 2", 5000));
    assertEquals(new Value.Text(5000, "x"), instant("'x'", 5000));
    assertEquals(
        new Value.InstantVector(List.of(new InstantSample(UP_A, 65_000, 2))),
        instant("up{job='a'}", 65_000));
    assertEquals(
        new Value.RangeMatrix(
            List.of(new RangeSeries(UP_A, new long[] {60_000, 120_000}, new double[] {2, 4}))),
        instant("up{job='a'}[2m]", 120_000));
  }

  @Test
  void aRangeQueryAnswersASortedMatrix() {
    var window = new RangeWindow(0, 150_000, 60_000);
    var matrix = assertInstanceOf(Value.RangeMatrix.class, range(engine, "up", window));
    assertEquals(List.of(UP_A, UP_B), matrix.series().stream().map(RangeSeries::labels).toList());
    assertArrayEquals(
        new long[] {0, 60_000, 120_000}, matrix.series().getFirst().timestampsMillis());
    assertArrayEquals(new double[] {0, 2, 4}, matrix.series().getFirst().values());
    var scalar = assertInstanceOf(Value.RangeMatrix.class, range(engine, "7", window));
    assertEquals(Labels.EMPTY, scalar.series().getFirst().labels());
    assertArrayEquals(new double[] {7, 7, 7}, scalar.series().getFirst().values());
  }

  @Test
  void tooManyPointsAreRefusedBeforeAnythingIsRead() {
    var limited = new PromQl(new QueryLimits(1000, 10, 10));
    var refusal =
        assertThrows(
            QueryLimitException.class,
            () -> range(limited, "up", new RangeWindow(0, 100_000, 1000)));
    assertTrue(String.valueOf(refusal.getMessage()).contains("101 points"), refusal.toString());
  }

  @Test
  void tooManySamplesAreRefused() {
    var limited = new PromQl(new QueryLimits(150, 1000, 10));
    var window = new RangeWindow(0, 99_000, 1000);
    assertThrows(QueryLimitException.class, () -> range(limited, "up", window));
    assertThrows(QueryLimitException.class, () -> range(limited, "rate(up[1m])", window));
    assertThrows(
        QueryLimitException.class,
        () -> range(limited, "sum_over_time(vector(1)[1y:1ms])", window));
    assertInstanceOf(Value.RangeMatrix.class, range(limited, "up{job='a'}", window));
  }

  @Test
  void tooDeepExpressionsAreRefused() {
    var limited = new PromQl(new QueryLimits(1000, 10, 3));
    var expr = PromQl.parse("abs(abs(abs(abs(up))))");
    assertThrows(
        QueryLimitException.class, () -> limited.instant(series, expr, 0, Cancellation.none()));
  }

  @Test
  void aCancelledQueryStops() {
    var cancellation = Cancellation.none();
    cancellation.cancel();
    var refusal =
        assertThrows(
            QueryCancelledException.class,
            () -> engine.instant(series, PromQl.parse("up"), 0, cancellation));
    assertEquals("query was cancelled", refusal.getMessage());
  }

  @Test
  void aQueryStopsAtItsDeadline() {
    var refusal =
        assertThrows(
            QueryCancelledException.class,
            () -> engine.instant(series, PromQl.parse("up"), 0, Cancellation.after(Duration.ZERO)));
    assertEquals("query timed out after 0 ms", refusal.getMessage());
    Cancellation.after(Duration.ofSeconds(Long.MAX_VALUE)).check();
  }

  @Test
  void impossibleWindowsAndLimitsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new RangeWindow(0, 10, 0));
    assertThrows(IllegalArgumentException.class, () -> new RangeWindow(10, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new QueryLimits(0, 1, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new RangeSeries(Labels.EMPTY, new long[1], new double[2]));
  }

  @Test
  void remarksAreHandedOverBesideTheValue() {
    var annotations = new Annotations();
    engine.instant(series, PromQl.parse("rate(up[5m])"), 300_000, Cancellation.none(), annotations);
    assertEquals(
        List.of(
            "PromQL info: metric might not be a counter, name does not end in"
                + " _total/_sum/_count/_bucket: \"up\" (1:6)"),
        annotations.infos());
    assertEquals(List.of(), annotations.warnings());
  }

  /// Counts how often and for which times the store is asked.
  private static final class CountingReader implements SeriesReader {
    private final SeriesReader series;
    private final List<String> selections = new ArrayList<>();

    CountingReader(SeriesReader series) {
      this.series = series;
    }

    @Override
    public List<Series> select(long fromMillis, long toMillis, Collection<Matcher> matchers) {
      selections.add(fromMillis + ".." + toMillis);
      return series.select(fromMillis, toMillis, matchers);
    }

    @Override
    public List<String> labelNames(long fromMillis, long toMillis, Collection<Matcher> matchers) {
      return series.labelNames(fromMillis, toMillis, matchers);
    }

    @Override
    public List<String> labelValues(
        String name, long fromMillis, long toMillis, Collection<Matcher> matchers) {
      return series.labelValues(name, fromMillis, toMillis, matchers);
    }
  }

  @Test
  void eachSelectorIsReadOnceForAllSteps() {
    var reader = new CountingReader(series);
    var expr = PromQl.parse("up + rate(up[2m] offset 1m) + max_over_time(up[2m:1m])");
    engine.range(reader, expr, new RangeWindow(600_000, 900_000, 1000), Cancellation.none());
    assertEquals(List.of("300001..900000", "420001..840000", "240001..900000"), reader.selections);
  }
}
