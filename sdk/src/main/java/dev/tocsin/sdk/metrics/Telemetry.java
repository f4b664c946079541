package dev.tocsin.sdk.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/// The one registry of an application: declares metrics and exposes them in the text formats that
/// Prometheus reads.
///
/// Counters and gauges are Micrometer meters, so its binders and instrumented libraries can write
/// into [#registry()] beside them. What this class adds: the name on the wire is exactly the
/// declared name, a histogram has exactly the declared buckets, and no metric grows beyond the
/// series limit.
public final class Telemetry implements AutoCloseable {

  /// Series per metric, unless told otherwise.
  public static final int DEFAULT_SERIES_LIMIT = 1_000;

  private static final String REFUSED = "metric_recordings_refused_total";

  private final Catalogue catalogue = Catalogue.shipped();
  private final int seriesLimit;
  private final PrometheusRegistry prometheus = new PrometheusRegistry();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, prometheus, Clock.SYSTEM);
  private final ExpositionFormatWriter text = PrometheusTextFormatWriter.create();
  private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();
  private final Map<String, Declared> declared = new TreeMap<>();
  private final CounterFamily refused;

  public Telemetry() {
    this(DEFAULT_SERIES_LIMIT);
  }

  public Telemetry(int seriesLimit) {
    if (seriesLimit < 1) {
      throw new IllegalArgumentException("The series limit per metric must be at least 1.");
    }
    this.seriesLimit = seriesLimit;
    registry.throwExceptionOnRegistrationFailure();
    this.refused = counter(REFUSED);
  }

  /// The dedicated Micrometer registry, for binders and instrumented libraries. Meters that are
  /// added here directly are not covered by the series limit.
  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /// The counter of this name; declaring the same one twice gives the same one back, with the help
  /// that came first.
  public CounterFamily counter(String name, String help, String... labels) {
    MetricDefinition definition =
        new MetricDefinition(name, MetricKind.COUNTER, help, List.of(labels), List.of());
    return declare(definition, CounterFamily.class, () -> newCounter(definition));
  }

  /// The gauge of this name; declaring the same one twice gives the same one back.
  public GaugeFamily gauge(String name, String help, String... labels) {
    MetricDefinition definition =
        new MetricDefinition(name, MetricKind.GAUGE, help, List.of(labels), List.of());
    return declare(definition, GaugeFamily.class, () -> newGauge(definition));
  }

  /// The histogram of this name; declaring the same one twice gives the same one back.
  public HistogramFamily histogram(String name, String help, double[] buckets, String... labels) {
    MetricDefinition definition =
        new MetricDefinition(
            name,
            MetricKind.HISTOGRAM,
            help,
            List.of(labels),
            DoubleStream.of(buckets).boxed().toList());
    return declare(definition, HistogramFamily.class, () -> newHistogram(definition));
  }

  /// The counter of this name, as the [Catalogue] has it.
  public CounterFamily counter(String name) {
    MetricDefinition definition = catalogue.definition(name, MetricKind.COUNTER);
    return declare(definition, CounterFamily.class, () -> newCounter(definition));
  }

  /// The gauge of this name, as the [Catalogue] has it.
  public GaugeFamily gauge(String name) {
    MetricDefinition definition = catalogue.definition(name, MetricKind.GAUGE);
    return declare(definition, GaugeFamily.class, () -> newGauge(definition));
  }

  /// The histogram of this name, as the [Catalogue] has it.
  public HistogramFamily histogram(String name) {
    MetricDefinition definition = catalogue.definition(name, MetricKind.HISTOGRAM);
    return declare(definition, HistogramFamily.class, () -> newHistogram(definition));
  }

  /// The series of a metric as they stand now; none when it is not declared.
  public List<Reading> read(String name) {
    @Nullable Readable family;
    synchronized (this) {
      Declared known = declared.get(name);
      family = known == null ? null : known.family();
    }
    return family == null ? List.of() : family.read();
  }

  /// Every metric declared so far, by name.
  public synchronized List<MetricDefinition> definitions() {
    return declared.values().stream().map(Declared::definition).toList();
  }

  /// All metrics, in OpenMetrics when the `Accept` header asks for it, else in text format 0.0.4.
  public Scrape scrape(@Nullable String accept) {
    boolean wantsOpenMetrics = accept != null && accept.contains("application/openmetrics-text");
    ExpositionFormatWriter writer = wantsOpenMetrics ? openMetrics : text;
    ByteArrayOutputStream body = new ByteArrayOutputStream(16 * 1024);
    try {
      writer.write(body, prometheus.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException("BUG: writing metrics to memory failed", e);
    }
    return new Scrape(writer.getContentType(), body.toString(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    registry.close();
  }

  private synchronized <F extends Readable> F declare(
      MetricDefinition definition, Class<F> type, Supplier<F> create) {
    Declared known = declared.get(definition.name());
    if (known == null) {
      F family = create.get();
      declared.put(definition.name(), new Declared(definition, family));
      return family;
    }
    if (!known.definition().isSameAs(definition)) {
      throw new IllegalArgumentException(
          "Metric "
              + definition.name()
              + " is already declared as "
              + known.definition()
              + "; it cannot be declared again as "
              + definition
              + ".");
    }
    return type.cast(known.family());
  }

  private CounterFamily newCounter(MetricDefinition definition) {
    SeriesSet<Counter> series =
        series(
            definition,
            tags ->
                Counter.builder(definition.name())
                    .description(definition.help())
                    .tags(tags)
                    .register(registry));
    CounterFamily family =
        new CounterFamily(definition, series, () -> refuse(definition, "bad_value"));
    if (definition.labels().isEmpty()) {
      family.declare();
    }
    return family;
  }

  private GaugeFamily newGauge(MetricDefinition definition) {
    return new GaugeFamily(
        definition,
        series(
            definition,
            tags -> {
              AtomicReference<DoubleSupplier> value = new AtomicReference<>(() -> Double.NaN);
              Gauge.builder(definition.name(), value, holder -> holder.get().getAsDouble())
                  .description(definition.help())
                  .tags(tags)
                  .strongReference(true)
                  .register(registry);
              return value;
            }));
  }

  /// Micrometer's summaries round each value up to a whole number before they choose its bucket,
  /// which puts every request of a few milliseconds into the bucket of one second. So histograms
  /// are those of the Prometheus client, in the same registry.
  private HistogramFamily newHistogram(MetricDefinition definition) {
    double[] bounds = definition.buckets().stream().mapToDouble(Double::doubleValue).toArray();
    Histogram histogram =
        Histogram.builder()
            .name(definition.name())
            .help(definition.help())
            .labelNames(definition.labels().toArray(new String[0]))
            .classicOnly()
            .classicUpperBounds(bounds)
            .withExemplars()
            .register(prometheus);
    SeriesSet<DistributionDataPoint> series =
        series(definition, tags -> histogram.labelValues(values(definition, tags)));
    return new HistogramFamily(definition, series, () -> refuse(definition, "bad_value"));
  }

  /// The values in the order of the definition; tags are sorted by name.
  private static String[] values(MetricDefinition definition, Tags tags) {
    Map<String, String> byName = new TreeMap<>();
    tags.forEach(tag -> byName.put(tag.getKey(), tag.getValue()));
    return definition.labels().stream().map(byName::get).toArray(String[]::new);
  }

  private <M> SeriesSet<M> series(MetricDefinition definition, Function<Tags, M> create) {
    Map<String, List<String>> vocabularies =
        catalogue.find(definition.name()).map(CatalogueEntry::vocabularies).orElse(Map.of());
    return new SeriesSet<>(
        definition, vocabularies, seriesLimit, () -> refuse(definition, "label_limit"), create);
  }

  private void refuse(MetricDefinition definition, String reason) {
    // The refusal counter itself has as many series as there are metrics; past the limit it
    // folds into its own overflow series and must not count that again.
    if (!definition.name().equals(REFUSED)) {
      refused.increment(definition.name(), reason);
    }
  }

  private record Declared(MetricDefinition definition, Readable family) {}
}
