package dev.tocsin.sdk.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The results behind one health surface and the verdict they add up to.
public record HealthReport(HealthStatus status, List<IndicatorResult> results) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double MILLIS_PER_SECOND = 1_000;
  private static final int OK = 200;
  private static final int SERVICE_UNAVAILABLE = 503;

  public HealthReport {
    results = List.copyOf(results);
  }

  /// A critical check that is DOWN makes the report DOWN; any other check that is not UP, except
  /// informational and unconfigured ones, makes it DEGRADED.
  public static HealthReport of(List<IndicatorResult> results) {
    HealthStatus verdict = HealthStatus.UP;
    for (IndicatorResult result : results) {
      if (result.critical() && result.status() == HealthStatus.DOWN) {
        return new HealthReport(HealthStatus.DOWN, results);
      }
      if (weighs(result)) {
        verdict = HealthStatus.DEGRADED;
      }
    }
    return new HealthReport(verdict, results);
  }

  private static boolean weighs(IndicatorResult result) {
    return switch (result.status()) {
      case UP, NOT_CONFIGURED -> false;
      case DEGRADED, DOWN -> result.criticality() != Criticality.INFORMATIONAL;
    };
  }

  /// 503 when the report is DOWN, else 200.
  public int httpStatus() {
    return status == HealthStatus.DOWN ? SERVICE_UNAVAILABLE : OK;
  }

  /// The body for everybody: status, latency and criticality of each check, nothing else.
  public String json() {
    return write(redacted(status.name()));
  }

  /// The body for operators: with reasons, details and the time of each check.
  public String detailedJson() {
    return write(body(status.name(), HealthReport::detailed));
  }

  /// The body for everybody, ready for JSON, with the age of each result.
  public Map<String, Object> redacted(Instant now) {
    return body(status.name(), result -> aged(redacted(result), result, now));
  }

  /// The body for operators, ready for JSON, with the age of each result.
  public Map<String, Object> detailed(Instant now) {
    return body(status.name(), result -> aged(detailed(result), result, now));
  }

  Map<String, Object> redacted(String statusWord) {
    return body(statusWord, HealthReport::redacted);
  }

  private Map<String, Object> body(
      String statusWord, Function<IndicatorResult, Map<String, Object>> shown) {
    Map<String, Object> checks = new LinkedHashMap<>();
    for (IndicatorResult result : results) {
      checks.put(result.name(), shown.apply(result));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", statusWord);
    body.put("checks", checks);
    return body;
  }

  static String write(Map<String, Object> body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("BUG: a health report could not be written as JSON", e);
    }
  }

  static Map<String, Object> redacted(IndicatorResult result) {
    Map<String, Object> check = new LinkedHashMap<>();
    check.put("status", result.status().name());
    check.put("latencyMs", result.latency().toMillis());
    check.put("critical", result.critical());
    return check;
  }

  private static Map<String, Object> aged(
      Map<String, Object> check, IndicatorResult result, Instant now) {
    long ageMillis = Duration.between(result.checkedAt(), now).toMillis();
    check.put("ageSeconds", Math.max(0, ageMillis) / MILLIS_PER_SECOND);
    return check;
  }

  private static Map<String, Object> detailed(IndicatorResult result) {
    Map<String, Object> check = redacted(result);
    Instant checkedAt = result.checkedAt();
    check.put("checkedAt", checkedAt.toString());
    if (!result.outcome().reason().isEmpty()) {
      check.put("reason", result.outcome().reason());
    }
    if (!result.outcome().details().isEmpty()) {
      check.put("details", PlainValue.of(result.outcome().details()));
    }
    return check;
  }
}
