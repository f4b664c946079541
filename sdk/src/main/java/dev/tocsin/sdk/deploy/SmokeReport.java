package dev.tocsin.sdk.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The results of one run, in the order of the tests.
public record SmokeReport(Instant startedAt, Duration duration, List<SmokeResult> results) {

  private static final ObjectMapper JSON = new ObjectMapper();

  public SmokeReport {
    results = List.copyOf(results);
  }

  /// FAILED with one failure, else SKIPPED with one test that was skipped or without any test.
  public SmokeVerdict verdict() {
    if (results.stream().anyMatch(result -> result.verdict() == SmokeVerdict.FAILED)) {
      return SmokeVerdict.FAILED;
    }
    return !results.isEmpty() && results.stream().allMatch(SmokeResult::passed)
        ? SmokeVerdict.PASSED
        : SmokeVerdict.SKIPPED;
  }

  /// Whether every test ran and passed.
  public boolean passed() {
    return verdict() == SmokeVerdict.PASSED;
  }

  /// The failures in one line, for logs and messages.
  public String failures() {
    return results.stream()
        .filter(result -> result.verdict() == SmokeVerdict.FAILED)
        .map(result -> result.test() + ": " + result.error())
        .collect(Collectors.joining("; "));
  }

  /// Whether everything that failed is put down to dependencies shared with other replicas.
  boolean onlySharedDependenciesFailed() {
    return verdict() == SmokeVerdict.FAILED
        && results.stream().noneMatch(SmokeResult::failedByRelease);
  }

  /// `{passed, outcome, startedAt, duration, results: [{test, passed, outcome, duration, error?,
  /// reason?}]}`; durations in milliseconds, `error` of a failure, `reason` of a skipped test.
  public String json() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("passed", passed());
    body.put("outcome", verdict().word());
    body.put("startedAt", startedAt.toString());
    body.put("duration", duration.toMillis());
    body.put("results", fields());
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("BUG: a smoke report could not be written as JSON", e);
    }
  }

  List<Map<String, Object>> fields() {
    List<Map<String, Object>> fields = new ArrayList<>();
    for (SmokeResult result : results) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("test", result.test());
      entry.put("passed", result.passed());
      entry.put("outcome", result.verdict().word());
      entry.put("duration", result.duration().toMillis());
      if (!result.passed()) {
        entry.put(result.verdict() == SmokeVerdict.FAILED ? "error" : "reason", result.error());
      }
      fields.add(entry);
    }
    return fields;
  }
}
