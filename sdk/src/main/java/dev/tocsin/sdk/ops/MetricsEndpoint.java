package dev.tocsin.sdk.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.sdk.metrics.Catalogue;
import dev.tocsin.sdk.metrics.CatalogueEntry;
import dev.tocsin.sdk.metrics.MetricKind;
import dev.tocsin.sdk.metrics.MetricsArea;
import dev.tocsin.sdk.metrics.Reading;
import dev.tocsin.sdk.metrics.Telemetry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;

/// `GET /ops/metrics/{area}`: the metrics of one area of the catalogue as JSON, with the figures
/// that follow from them. The values are those that a scrape at the same moment would have.
public final class MetricsEndpoint implements OpsEndpoint {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Telemetry telemetry;
  private final Supplier<List<MetricsArea>> areas;
  private final InstantSource clock;

  /// @param areas who has figures, asked at each request because features come up one by one
  public MetricsEndpoint(
      Telemetry telemetry, Supplier<List<MetricsArea>> areas, InstantSource clock) {
    this.telemetry = telemetry;
    this.areas = areas;
    this.clock = clock;
  }

  @Override
  public String method() {
    return "GET";
  }

  @Override
  public String path() {
    return "/ops/metrics/{area}";
  }

  @Override
  public OpsResponse answer(OpsRequest request) {
    String area = request.variable("area");
    TreeSet<String> known = new TreeSet<>();
    Catalogue.shipped().entries().forEach(entry -> known.add(entry.area()));
    if (!known.contains(area)) {
      return OpsResponse.json(
          404, write(Map.of("error", "There is no such area; there are: " + known + ".")));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("area", area);
    body.put("collectedAt", clock.instant().toString());
    body.put("figures", figures(area));
    body.put("metrics", metrics(area));
    return OpsResponse.json(200, write(body));
  }

  private Map<String, Object> figures(String area) {
    Map<String, Object> figures = new LinkedHashMap<>();
    areas.get().stream()
        .filter(one -> one.name().equals(area))
        .forEach(one -> figures.putAll(one.figures()));
    return figures;
  }

  private List<Map<String, Object>> metrics(String area) {
    List<Map<String, Object>> metrics = new ArrayList<>();
    for (CatalogueEntry entry : Catalogue.shipped().entries()) {
      List<Reading> readings = telemetry.read(entry.definition().name());
      if (entry.area().equals(area) && !readings.isEmpty()) {
        metrics.add(metric(entry, readings));
      }
    }
    return metrics;
  }

  private static Map<String, Object> metric(CatalogueEntry entry, List<Reading> readings) {
    MetricKind kind = entry.definition().kind();
    Map<String, Object> metric = new LinkedHashMap<>();
    metric.put("name", entry.definition().name());
    metric.put("type", kind.name().toLowerCase(Locale.ROOT));
    metric.put("unit", entry.unit());
    metric.put("help", entry.definition().help());
    metric.put("series", readings.stream().map(reading -> series(kind, reading)).toList());
    return metric;
  }

  private static Map<String, Object> series(MetricKind kind, Reading reading) {
    Map<String, Object> series = new LinkedHashMap<>();
    series.put("labels", reading.labels());
    if (kind == MetricKind.HISTOGRAM) {
      series.put("count", reading.count());
      series.put("sum", reading.value());
    } else {
      // JSON has no NaN; a gauge that was never measured is null.
      series.put("value", Double.isFinite(reading.value()) ? reading.value() : null);
    }
    return series;
  }

  private static String write(Object body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("BUG: figures cannot be written as JSON", e);
    }
  }
}
