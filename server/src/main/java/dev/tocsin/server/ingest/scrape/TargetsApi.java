package dev.tocsin.server.ingest.scrape;

import dev.tocsin.series.Labels;
import dev.tocsin.server.config.DurationText;
import dev.tocsin.server.http.Reply;
import dev.tocsin.server.http.Request;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.Route;
import dev.tocsin.server.http.RouteSource;
import dev.tocsin.server.ingest.TargetStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `/api/v1/targets` in the shape of the Prometheus API.
public final class TargetsApi implements RouteSource {
  private static final double MILLIS_PER_SECOND = 1_000;

  /// What Prometheus writes for a time that has not come.
  private static final String NEVER = "0001-01-01T00:00:00Z";

  private final Scraper scraper;

  private record Answer(String status, Data data) {}

  private record Data(
      List<Map<String, Object>> activeTargets,
      List<Map<String, Object>> droppedTargets,
      Map<String, Integer> droppedTargetCounts) {}

  public TargetsApi(Scraper scraper) {
    this.scraper = scraper;
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.get("/api/v1/targets", Role.VIEWER, this::targets));
  }

  private Reply targets(Request request) {
    boolean active = !request.query("state").orElse("any").equals("dropped");
    var pool = request.query("scrapePool");
    var shown =
        scraper.targets().stream()
            .filter(it -> active && pool.map(it.job()::equals).orElse(true))
            .map(TargetsApi::shape)
            .toList();
    return Reply.json(200, new Answer("success", new Data(shown, List.of(), Map.of())));
  }

  private static Map<String, Object> shape(TargetStatus target) {
    var shape = new LinkedHashMap<String, Object>();
    shape.put("discoveredLabels", discovered(target));
    shape.put("labels", target.labels().toMap());
    shape.put("scrapePool", target.job());
    shape.put("scrapeUrl", target.address().toString());
    shape.put("globalUrl", target.address().toString());
    var last = target.last();
    shape.put("lastError", last.map(TargetStatus.Collection::error).orElse(""));
    shape.put("lastScrape", last.map(it -> time(it.atMillis())).orElse(NEVER));
    shape.put(
        "lastScrapeDuration", last.map(it -> it.durationMillis() / MILLIS_PER_SECOND).orElse(0.0));
    shape.put("health", target.health().name().toLowerCase(Locale.ROOT));
    shape.put("scrapeInterval", DurationText.print(target.interval()));
    shape.put("scrapeTimeout", DurationText.print(target.timeout()));
    return shape;
  }

  private static Map<String, String> discovered(TargetStatus target) {
    var address = target.address();
    return Labels.of(
            "__address__", address.getRawAuthority(),
            "__metrics_path__", address.getRawPath(),
            "__scheme__", address.getScheme(),
            "job", target.job())
        .toMap();
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
