package dev.tocsin.sdk.fallback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.sdk.ops.OpsEndpoint;
import dev.tocsin.sdk.ops.OpsRequest;
import dev.tocsin.sdk.ops.OpsResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `GET /ops/fallbacks`: `{"active": [..], "recent": [..], "declared": [..]}`. Times are ISO 8601.
/// `recent` are the keys that are resolved and still remembered.
public final class FallbackEndpoint implements OpsEndpoint {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Fallbacks fallbacks;

  public FallbackEndpoint(Fallbacks fallbacks) {
    this.fallbacks = fallbacks;
  }

  @Override
  public String method() {
    return "GET";
  }

  @Override
  public String path() {
    return "/ops/fallbacks";
  }

  @Override
  public OpsResponse answer(OpsRequest request) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("active", fallbacks.active().stream().map(FallbackEndpoint::active).toList());
    body.put("recent", recent());
    body.put("declared", fallbacks.modes().stream().map(FallbackEndpoint::declared).toList());
    try {
      return OpsResponse.json(200, JSON.writeValueAsString(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("BUG: maps and text cannot fail to become JSON", e);
    }
  }

  private List<Map<String, Object>> recent() {
    return fallbacks.all().stream()
        .filter(status -> !status.active())
        .map(FallbackEndpoint::status)
        .toList();
  }

  private static Map<String, Object> active(ActiveMode active) {
    Map<String, Object> view = status(active.status());
    view.put("paging", active.paging());
    DegradedMode mode = active.mode();
    view.put("declared", mode != null);
    if (mode != null) {
      view.put("owner", mode.owner());
      view.put("policy", mode.policy());
    }
    return view;
  }

  private static Map<String, Object> status(FallbackStatus status) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("key", status.key());
    view.put("severity", status.latest().severity().name());
    view.put("message", status.latest().message());
    view.put("context", status.latest().context());
    view.put("firstSeen", status.firstSeen().toString());
    view.put("lastSeen", status.lastSeen().toString());
    view.put("count", status.count());
    view.put("resolvedAt", text(status.resolvedAt()));
    return view;
  }

  private static Map<String, Object> declared(DegradedMode mode) {
    Duration activeFor = mode.thresholds().activeFor();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("key", mode.key());
    view.put("owner", mode.owner());
    view.put("policy", mode.policy());
    view.put("pageAfterSeconds", activeFor == null ? null : activeFor.toSeconds());
    view.put("pageAfterOccurrences", mode.thresholds().occurrences());
    view.put("reviewBy", mode.reviewBy().toString());
    return view;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
