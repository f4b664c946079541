package dev.tocsin.sdk.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.sdk.ops.OpsEndpoint;
import dev.tocsin.sdk.ops.OpsRequest;
import dev.tocsin.sdk.ops.OpsResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/// `POST /ops/backups/{kind}` with `{"exitStatus": 0, "sizeBytes": 1048576}` and, when the report
/// comes later, `"finishedAt"` (ISO 8601): what a backup job sends as its last step.
public final class BackupEndpoint implements OpsEndpoint {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(5);
  private static final String SHAPE =
      "Send {\"exitStatus\": <integer>, \"sizeBytes\": <integer from 0>, \"finishedAt\": <ISO 8601,"
          + " optional>}.";

  private final Backups backups;

  public BackupEndpoint(Backups backups) {
    this.backups = backups;
  }

  @Override
  public String method() {
    return "POST";
  }

  @Override
  public String path() {
    return "/ops/backups/{kind}";
  }

  @Override
  public OpsResponse answer(OpsRequest request) {
    String kind = request.variable("kind");
    try {
      BackupRun run = run(request.body());
      boolean kept = backups.report(kind, run);
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      body.put("kind", kind).put("successful", run.successful()).put("kept", kept);
      return OpsResponse.json(kept ? 200 : 500, body.toString());
    } catch (JsonProcessingException e) {
      return refused("The body is no JSON. " + SHAPE);
    } catch (DateTimeException e) {
      return refused("'finishedAt' is no ISO 8601 time such as 2026-05-01T02:10:00Z.");
    } catch (IllegalArgumentException e) {
      return refused(String.valueOf(e.getMessage()));
    }
  }

  private BackupRun run(String body) throws JsonProcessingException {
    JsonNode json = JSON.readTree(body);
    JsonNode exitStatus = json.path("exitStatus");
    JsonNode sizeBytes = json.path("sizeBytes");
    if (!exitStatus.canConvertToInt() || !exitStatus.isIntegralNumber()) {
      throw new IllegalArgumentException("'exitStatus' is missing or no integer. " + SHAPE);
    }
    if (!sizeBytes.canConvertToLong() || !sizeBytes.isIntegralNumber()) {
      throw new IllegalArgumentException("'sizeBytes' is missing or no integer. " + SHAPE);
    }
    Instant now = backups.now();
    JsonNode finished = json.path("finishedAt");
    Instant finishedAt = finished.isMissingNode() ? now : Instant.parse(finished.asText());
    if (finishedAt.isAfter(now.plus(CLOCK_DIFFERENCE))) {
      throw new IllegalArgumentException(
          "'finishedAt' is in the future; it is " + now + " here. Leave it out, or set the clock.");
    }
    return new BackupRun(exitStatus.asInt(), sizeBytes.asLong(), finishedAt);
  }

  private static OpsResponse refused(String error) {
    return OpsResponse.json(
        400, JsonNodeFactory.instance.objectNode().put("error", error).toString());
  }
}
