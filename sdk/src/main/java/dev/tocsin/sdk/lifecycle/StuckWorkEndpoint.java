package dev.tocsin.sdk.lifecycle;

import dev.tocsin.sdk.ops.OpsEndpoint;
import dev.tocsin.sdk.ops.OpsJson;
import dev.tocsin.sdk.ops.OpsRequest;
import dev.tocsin.sdk.ops.OpsResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/ops/work/{lifecycle}`: the stuck entities, stage by stage, the oldest first.
final class StuckWorkEndpoint implements OpsEndpoint {

  private static final Logger LOG = LoggerFactory.getLogger(StuckWorkEndpoint.class);
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 200;
  private static final int MAX_OFFSET = 100_000;

  private final LifecycleMonitor monitor;
  private final InstantSource clock;

  StuckWorkEndpoint(LifecycleMonitor monitor, InstantSource clock) {
    this.monitor = monitor;
    this.clock = clock;
  }

  @Override
  public String method() {
    return "GET";
  }

  @Override
  public String path() {
    return "/ops/work/{lifecycle}";
  }

  @Override
  public OpsResponse answer(OpsRequest request) {
    LifecycleWatch watch = monitor.watch(request.variable("lifecycle")).orElse(null);
    if (watch == null) {
      return OpsJson.problem(
          404, "There is no such lifecycle here. There are: " + monitor.names() + ".");
    }
    try {
      return OpsJson.answer(200, fields(watch, request));
    } catch (IllegalArgumentException e) {
      return OpsJson.problem(400, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OpsJson.problem(503, "The application is stopping: ask again in a moment.");
    } catch (Exception e) {
      LOG.warn("The work of {} cannot be listed", watch.lifecycle().name(), e);
      return OpsJson.problem(
          503, "The work of " + watch.lifecycle().name() + " cannot be listed at the moment.");
    }
  }

  private Map<String, Object> fields(LifecycleWatch watch, OpsRequest request) throws Exception {
    int limit = OpsJson.number(request, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
    int offset = OpsJson.number(request, "offset", 0, 0, MAX_OFFSET);
    Lifecycle lifecycle = watch.lifecycle();
    List<Stage> stages = stages(lifecycle, request);
    Instant now = clock.instant();
    List<Map<String, Object>> listed = new ArrayList<>();
    for (Stage stage : stages) {
      listed.add(stage(lifecycle, stage, new Page(now, offset, limit)));
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("lifecycle", lifecycle.name());
    fields.put("collectedAt", now.toString());
    fields.put("offset", offset);
    fields.put("limit", limit);
    fields.put("stages", listed);
    return fields;
  }

  private static List<Stage> stages(Lifecycle lifecycle, OpsRequest request) {
    String wanted = request.parameter("stage").orElse(null);
    if (wanted == null) {
      return lifecycle.stages();
    }
    return List.of(
        lifecycle
            .stage(wanted)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "'stage' must be one of "
                            + lifecycle.stages().stream().map(Stage::name).toList()
                            + ".")));
  }

  private static Map<String, Object> stage(Lifecycle lifecycle, Stage stage, Page page)
      throws Exception {
    Instant before = page.now().minus(stage.ageLimit());
    List<WorkItem> found =
        lifecycle.query().stuck(stage.name(), before, page.offset(), page.limit() + 1);
    List<WorkItem> shown = found.subList(0, Math.min(page.limit(), found.size()));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("stage", stage.name());
    fields.put("ageLimitSeconds", OpsJson.seconds(stage.ageLimit()));
    fields.put("alertKey", stage.alertKey());
    fields.put(
        "stuck", shown.stream().map(item -> item(lifecycle, stage, item, page.now())).toList());
    fields.put("hasMore", found.size() > page.limit());
    return fields;
  }

  private static Map<String, Object> item(
      Lifecycle lifecycle, Stage stage, WorkItem item, Instant now) {
    Map<String, String> links = new LinkedHashMap<>();
    lifecycle
        .links()
        .forEach(
            (name, link) ->
                links.put(
                    name,
                    link.replace("{id}", encoded(item.id()))
                        .replace("{stage}", encoded(stage.name()))));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", item.id());
    fields.put("state", stage.name());
    fields.put("since", item.since().toString());
    fields.put("ageSeconds", OpsJson.seconds(Duration.between(item.since(), now)));
    fields.put("suggestedAction", stage.suggestedAction());
    fields.put("links", links);
    return fields;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private record Page(Instant now, int offset, int limit) {}
}
