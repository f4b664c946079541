package dev.tocsin.sdk.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of one kind of backup.
///
/// @param expectedSince when the kind was first named, in whichever process
record BackupState(
    Instant expectedSince, @Nullable BackupRun lastRun, @Nullable BackupRun lastSuccess) {

  static BackupState expected(Instant since) {
    return new BackupState(since, null, null);
  }

  /// A report that comes late does not replace a later one.
  BackupState after(BackupRun run) {
    BackupRun newest = newer(lastRun, run);
    return new BackupState(
        expectedSince, newest, run.successful() ? newer(lastSuccess, run) : lastSuccess);
  }

  private static BackupRun newer(@Nullable BackupRun known, BackupRun run) {
    return known != null && known.finishedAt().isAfter(run.finishedAt()) ? known : run;
  }

  Duration age(Instant now) {
    BackupRun success = lastSuccess;
    return Duration.between(success == null ? expectedSince : success.finishedAt(), now);
  }

  boolean lastRunFailed() {
    BackupRun run = lastRun;
    return run != null && !run.successful();
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("expectedSince", expectedSince.toString());
    put(json, "lastRun", lastRun);
    put(json, "lastSuccess", lastSuccess);
    return json;
  }

  private static void put(ObjectNode json, String key, @Nullable BackupRun run) {
    if (run != null) {
      json.putObject(key)
          .put("exitStatus", run.exitStatus())
          .put("sizeBytes", run.sizeBytes())
          .put("finishedAt", run.finishedAt().toString());
    }
  }

  /// @throws RuntimeException when the JSON was not written by [#json()]
  static BackupState parse(JsonNode json) {
    return new BackupState(
        Instant.parse(json.path("expectedSince").asText()),
        run(json.path("lastRun")).orElse(null),
        run(json.path("lastSuccess")).orElse(null));
  }

  private static Optional<BackupRun> run(JsonNode json) {
    return json.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new BackupRun(
                json.path("exitStatus").asInt(),
                json.path("sizeBytes").asLong(),
                Instant.parse(json.path("finishedAt").asText())));
  }
}
