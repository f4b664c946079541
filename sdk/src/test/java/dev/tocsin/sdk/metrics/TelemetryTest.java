package dev.tocsin.sdk.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryTest {

  private final Telemetry telemetry = new Telemetry(3);

  @AfterEach
  void close() {
    telemetry.close();
  }

  @Test
  void aFractionOfASecondGoesIntoItsOwnBucket() {
    try (Telemetry fresh = new Telemetry()) {
      HistogramFamily seconds =
          fresh.histogram("fine_seconds", "Fine.", new double[] {0.005, 0.5, 1}, "b", "a");
      seconds.record(0.003, "two", "one");
      seconds.record(0.4, "two", "one");
      assertEquals(
          List.of(
              "fine_seconds_bucket{a=\"one\",b=\"two\",le=\"0.005\"} 1",
              "fine_seconds_bucket{a=\"one\",b=\"two\",le=\"0.5\"} 2",
              "fine_seconds_bucket{a=\"one\",b=\"two\",le=\"1.0\"} 2",
              "fine_seconds_bucket{a=\"one\",b=\"two\",le=\"+Inf\"} 2"),
          Lines.of(fresh, "fine_seconds_bucket"));
    }
  }

  @Test
  void histogramHasItsBucketsAndNothingElse() {
    telemetry.histogram("job_seconds", "Jobs.", new double[] {0.5, 1, 10}, "kind").record(0.7, "a");

    assertEquals(
        List.of(
            "job_seconds_bucket{kind=\"a\",le=\"0.5\"} 0",
            "job_seconds_bucket{kind=\"a\",le=\"1.0\"} 1",
            "job_seconds_bucket{kind=\"a\",le=\"10.0\"} 1",
            "job_seconds_bucket{kind=\"a\",le=\"+Inf\"} 1",
            "job_seconds_count{kind=\"a\"} 1",
            "job_seconds_sum{kind=\"a\"} 0.7"),
        Lines.of(telemetry, "job_seconds"));
  }

  @Test
  void counterWithoutLabelsBeginsAtZero() {
    CounterFamily counter = telemetry.counter("things_total", "Things.");
    assertEquals(List.of("things_total 0.0"), Lines.of(telemetry, "things"));

    counter.add(2.5);
    assertEquals(List.of("things_total 2.5"), Lines.of(telemetry, "things"));
  }

  @Test
  void gaugeAppearsWithItsFirstValueAndFollowsTheLast() {
    GaugeFamily gauge = telemetry.gauge("depth", "Depth.", "queue");
    assertEquals(List.of(), Lines.of(telemetry, "depth"));

    gauge.set(7, "mail");
    gauge.set(3, "mail");
    assertEquals(List.of("depth{queue=\"mail\"} 3.0"), Lines.of(telemetry, "depth"));
  }

  @Test
  void labelSetsOverTheLimitShareOneSeriesAndAreCounted() {
    CounterFamily counter = telemetry.counter("views_total", "Views.", "page");
    for (String page : List.of("a", "b", "c", "d", "e", "a")) {
      counter.increment(page);
    }

    assertEquals(
        List.of(
            "views_total{page=\"a\"} 2.0",
            "views_total{page=\"b\"} 1.0",
            "views_total{page=\"c\"} 1.0",
            "views_total{page=\"other\"} 2.0"),
        Lines.of(telemetry, "views"));
    assertEquals(
        List.of(
            "metric_recordings_refused_total{metric=\"views_total\",reason=\"label_limit\"} 2.0"),
        Lines.of(telemetry, "metric_recordings"));
  }

  @Test
  void valuesThatWouldCorruptASeriesAreRefusedAndCounted() {
    telemetry.counter("money_total", "Money.").add(-1);
    telemetry.counter("money_total", "Money.").add(Double.NaN);
    telemetry.histogram("time_seconds", "Time.", new double[] {1}).record(-0.1);

    assertEquals(List.of("money_total 0.0"), Lines.of(telemetry, "money"));
    assertEquals(
        List.of(
            "metric_recordings_refused_total{metric=\"money_total\",reason=\"bad_value\"} 2.0",
            "metric_recordings_refused_total{metric=\"time_seconds\",reason=\"bad_value\"} 1.0"),
        Lines.of(telemetry, "metric_recordings"));
  }

  @Test
  void blankLabelsGetAWordAndLongOnesAreCut() {
    CounterFamily counter = telemetry.counter("views_total", "Views.", "page");
    counter.increment(" ");
    counter.increment("x".repeat(5_000));

    assertEquals(
        List.of(
            "views_total{page=\"none\"} 1.0", "views_total{page=\"" + "x".repeat(120) + "\"} 1.0"),
        Lines.of(telemetry, "views"));
  }

  @Test
  void declaringTheSameTwiceGivesTheSameAndSomethingElseFails() {
    CounterFamily counter = telemetry.counter("views_total", "Views.", "page");

    assertSame(counter, telemetry.counter("views_total", "Views.", "page"));
    assertThrows(
        IllegalArgumentException.class, () -> telemetry.counter("views_total", "Views.", "path"));
  }

  @Test
  void wrongNumberOfLabelValuesNamesTheMetric() {
    CounterFamily counter = telemetry.counter("views_total", "Views.", "page");

    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> counter.increment("a", "b"));
    assertTrue(failure.getMessage().contains("views_total"), failure.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"views", "2nd_total", "views-total", ""})
  void counterNamesThatWouldChangeOnTheWireAreRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> telemetry.counter(name, "Help."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a_total", "a_info", "a_bucket", "a_created"})
  void gaugeNamesThatReadLikeAnotherKindAreRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> telemetry.gauge(name, "Help."));
  }

  @Test
  void bucketsMustAscend() {
    assertThrows(
        IllegalArgumentException.class,
        () -> telemetry.histogram("a_seconds", "Help.", new double[] {1, 1}));
    assertThrows(
        IllegalArgumentException.class,
        () -> telemetry.histogram("a_seconds", "Help.", new double[] {}));
  }

  @Test
  void acceptHeaderChoosesTheFormat() {
    telemetry.counter("things_total", "Things.").increment();

    Scrape text = telemetry.scrape(null);
    assertEquals("text/plain; version=0.0.4; charset=utf-8", text.contentType());
    assertFalse(text.body().contains("# EOF"));

    Scrape open =
        telemetry.scrape(
            "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5");
    assertEquals("application/openmetrics-text; version=1.0.0; charset=utf-8", open.contentType());
    assertTrue(open.body().endsWith("# EOF\n"));
    assertTrue(open.body().contains("things_total 1.0\n"));

    String protobuf = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily";
    assertEquals(text.contentType(), telemetry.scrape(protobuf).contentType());
  }
}
