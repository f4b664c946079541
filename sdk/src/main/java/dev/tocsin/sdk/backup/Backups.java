package dev.tocsin.sdk.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.GaugeFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.state.StateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The last backups of each kind (`pg_dump`, `uploads_sync`), kept in a file, so that a restart
/// does not forget them and a kind that never succeeds is late in spite of restarts.
///
/// Metrics: `backup_last_success_timestamp_seconds{kind}` and `backup_size_bytes{kind}` from the
/// first success on, `backup_runs_total{kind,outcome}` with `success` and `failure`.
public final class Backups {

  /// How old the last success may be, unless told otherwise.
  public static final Duration DEFAULT_MAX_AGE = Duration.ofDays(1);

  private static final Logger LOG = LoggerFactory.getLogger(Backups.class);
  private static final Pattern KIND = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,63}");
  private static final int MAX_KINDS = 20;

  private final StateFile file;
  private final Duration maxAge;
  private final InstantSource clock;
  private final GaugeFamily lastSuccess;
  private final GaugeFamily size;
  private final CounterFamily runs;
  private final Map<String, BackupState> states = new TreeMap<>();
  private String storageProblem = "";

  public Backups(Path path, Duration maxAge, InstantSource clock, Telemetry telemetry) {
    if (maxAge.isNegative() || maxAge.isZero()) {
      throw new IllegalArgumentException("The age limit of backups must be longer than nothing.");
    }
    this.file = new StateFile(path);
    this.maxAge = maxAge;
    this.clock = clock;
    this.lastSuccess =
        telemetry.gauge(
            "backup_last_success_timestamp_seconds", "When the last good backup ended.", "kind");
    this.size = telemetry.gauge("backup_size_bytes", "Size of the last good backup.", "kind");
    this.runs = telemetry.counter("backup_runs_total", "Backups reported.", "kind", "outcome");
    load();
  }

  /// Names a kind, so that it is missed when it never comes. Naming it again changes nothing.
  public synchronized void expect(String kind) {
    requireKind(kind);
    if (!states.containsKey(kind)) {
      keep(kind, BackupState.expected(clock.instant()));
    }
  }

  /// Takes the report of a backup job.
  ///
  /// @return whether the report is on disk; if not it is kept in memory, logged and shown
  /// @throws IllegalArgumentException when the kind has no proper name, or is one too many
  public synchronized boolean report(String kind, BackupRun run) {
    requireKind(kind);
    BackupState known = states.getOrDefault(kind, BackupState.expected(clock.instant()));
    runs.increment(kind, run.successful() ? "success" : "failure");
    return keep(kind, known.after(run));
  }

  synchronized Map<String, BackupState> states() {
    return new TreeMap<>(states);
  }

  /// Why reports may be forgotten at the next restart; empty when they are not.
  synchronized String storageProblem() {
    return storageProblem;
  }

  Instant now() {
    return clock.instant();
  }

  Duration maxAge() {
    return maxAge;
  }

  private void requireKind(String kind) {
    if (!KIND.matcher(kind).matches()) {
      throw new IllegalArgumentException(
          "A kind of backup has 1 to 64 characters out of a-z, 0-9, '_', '.', '-', such as"
              + " pg_dump.");
    }
    if (!states.containsKey(kind) && states.size() >= MAX_KINDS) {
      throw new IllegalArgumentException(
          "There are " + MAX_KINDS + " kinds of backup already: " + states.keySet() + ".");
    }
  }

  private boolean keep(String kind, BackupState state) {
    states.put(kind, state);
    publish(kind, state);
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    states.forEach((name, each) -> content.set(name, each.json()));
    try {
      file.write(content);
      storageProblem = "";
      return true;
    } catch (IOException e) {
      storageProblem = "Reports of backups cannot be kept at " + file.path() + ".";
      LOG.warn("{}", storageProblem, e);
      return false;
    }
  }

  private void publish(String kind, BackupState state) {
    BackupRun success = state.lastSuccess();
    if (success != null) {
      lastSuccess.set((double) success.finishedAt().getEpochSecond(), kind);
      size.set((double) success.sizeBytes(), kind);
    }
  }

  private void load() {
    try {
      ObjectNode content = file.read().orElseGet(JsonNodeFactory.instance::objectNode);
      for (Map.Entry<String, JsonNode> entry : content.properties()) {
        loadState(entry.getKey(), entry.getValue());
      }
    } catch (IOException e) {
      storageProblem = "Reports of backups cannot be read from " + file.path() + ".";
      LOG.warn("{}", storageProblem, e);
    }
  }

  private void loadState(String kind, JsonNode json) {
    try {
      requireKind(kind);
      BackupState state = BackupState.parse(json);
      states.put(kind, state);
      publish(kind, state);
    } catch (RuntimeException e) {
      LOG.warn("The entry '{}' in {} is not usable and was left out", kind, file.path(), e);
    }
  }
}
