package dev.tocsin.sdk.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Expects 200 from `/health/ready`. When only checks outside of this process are DOWN, the failure
/// is put down to shared dependencies.
final class ReadinessCheck implements SmokeCheck {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> OWN_CHECKS = Set.of("memory", "responsiveness");
  private static final String PATH = "/health/ready";

  private final SmokeTarget target;

  ReadinessCheck(SmokeTarget target) {
    this.target = target;
  }

  @Override
  public SmokeOutcome run() throws IOException, InterruptedException {
    SmokeTarget.Answer answer = target.get(PATH);
    if (answer.status() == 200) {
      return SmokeOutcome.passed();
    }
    String error = "GET " + PATH + " answered " + answer.status() + " instead of 200";
    List<String> down = down(answer.body().orElse(""));
    if (down.isEmpty()) {
      return SmokeOutcome.failed(error);
    }
    String named = error + "; down: " + String.join(", ", down);
    return down.stream().anyMatch(OWN_CHECKS::contains)
        ? SmokeOutcome.failed(named)
        : SmokeOutcome.failedByDependency(named);
  }

  private static List<String> down(String body) {
    List<String> down = new ArrayList<>();
    try {
      for (Map.Entry<String, JsonNode> check : JSON.readTree(body).path("checks").properties()) {
        JsonNode found = check.getValue();
        if (found.path("critical").asBoolean() && found.path("status").asText().equals("DOWN")) {
          down.add(check.getKey());
        }
      }
    } catch (JsonProcessingException e) {
      return List.of();
    }
    return down;
  }
}
