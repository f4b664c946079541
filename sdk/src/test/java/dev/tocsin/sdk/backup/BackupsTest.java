package dev.tocsin.sdk.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.OpsRequest;
import dev.tocsin.sdk.ops.OpsResponse;
import dev.tocsin.sdk.ops.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupsTest {

  @TempDir private Path folder;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final InstantSource clock = now::get;
  private Telemetry telemetry = new Telemetry();

  @Test
  void aSuccessIsFreshForTwentyFourHours() {
    Backups backups = start();
    assertTrue(backups.report("pg_dump", new BackupRun(0, 2048, now.get())));
    pass(Duration.ofDays(1));
    assertEquals(Verdict.GREEN, verdict(backups));
    pass(Duration.ofSeconds(1));
    BlockReport report = new BackupsBlock(backups).collect();
    assertEquals(Verdict.RED, report.verdict());
    assertEquals(
        List.of("No backup pg_dump succeeded for 24 h; the limit is 24 h."), report.reasons());
    assertExposed("backup_last_success_timestamp_seconds{kind=\"pg_dump\"} 1.7672256E9");
    assertExposed("backup_size_bytes{kind=\"pg_dump\"} 2048.0");
  }

  @Test
  void aRestartForgetsNothing() {
    start().report("pg_dump", new BackupRun(0, 2048, now.get()));
    pass(Duration.ofHours(23));
    Backups again = start();
    assertExposed("backup_last_success_timestamp_seconds{kind=\"pg_dump\"} 1.7672256E9");
    assertEquals(Verdict.GREEN, verdict(again));
    pass(Duration.ofHours(2));
    assertEquals(Verdict.RED, verdict(again));
  }

  @Test
  void aKindThatNeverSucceedsIsLateInSpiteOfRestarts() {
    for (int restart = 0; restart < 5; restart++) {
      start().expect("pg_dump");
      pass(Duration.ofHours(5));
    }
    BlockReport report = new BackupsBlock(start()).collect();
    assertEquals(Verdict.RED, report.verdict());
    assertEquals(
        "No backup pg_dump succeeded since it is expected, for 25 h; the limit is 24 h.",
        report.reasons().get(0));
    assertFalse(telemetry.scrape(null).body().contains("backup_last_success_timestamp_seconds{"));
  }

  @Test
  void aFailureOrAnEmptyBackupIsNoSuccess() {
    Backups backups = start();
    backups.report("pg_dump", new BackupRun(0, 2048, now.get()));
    pass(Duration.ofHours(12));
    backups.report("pg_dump", new BackupRun(1, 2048, now.get()));
    assertEquals(Verdict.AMBER, verdict(backups));
    backups.report("pg_dump", new BackupRun(0, 0, now.get()));
    assertEquals(Verdict.AMBER, verdict(backups));
    pass(Duration.ofHours(13));
    assertEquals(Verdict.RED, verdict(backups));
    assertExposed("backup_runs_total{kind=\"pg_dump\",outcome=\"failure\"} 2.0");
    assertExposed("backup_last_success_timestamp_seconds{kind=\"pg_dump\"} 1.7672256E9");
  }

  @Test
  void aReportThatComesLateDoesNotReplaceALaterOne() {
    Backups backups = start();
    backups.report("pg_dump", new BackupRun(0, 2048, now.get()));
    backups.report("pg_dump", new BackupRun(1, 10, now.get().minusSeconds(60)));
    backups.report("pg_dump", new BackupRun(0, 10, now.get().minusSeconds(60)));
    assertEquals(Verdict.GREEN, verdict(backups));
    assertExposed("backup_size_bytes{kind=\"pg_dump\"} 2048.0");
  }

  @Test
  void theJobReportsByHttp() {
    Backups backups = start();
    OpsResponse answer = post(backups, "pg_dump", "{\"exitStatus\":0,\"sizeBytes\":2048}");
    assertEquals(200, answer.status());
    assertEquals("{\"kind\":\"pg_dump\",\"successful\":true,\"kept\":true}", answer.body());
    OpsResponse dated =
        post(
            backups,
            "uploads_sync",
            "{\"exitStatus\":3,\"sizeBytes\":1,\"finishedAt\":\"2025-12-31T23:00:00Z\"}");
    assertTrue(dated.body().contains("\"successful\":false"), dated.body());
    assertEquals(List.of("pg_dump", "uploads_sync"), List.copyOf(backups.states().keySet()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "pg_dump | not JSON | The body is no JSON",
        "pg_dump | {\"sizeBytes\":1} | 'exitStatus' is missing",
        "pg_dump | {\"exitStatus\":0.5,\"sizeBytes\":1} | 'exitStatus' is missing",
        "pg_dump | {\"exitStatus\":0} | 'sizeBytes' is missing",
        "pg_dump | {\"exitStatus\":0,\"sizeBytes\":-1} | cannot have -1 bytes",
        "pg_dump | {\"exitStatus\":0,\"sizeBytes\":1,\"finishedAt\":\"today\"} | no ISO 8601",
        "pg_dump | {\"exitStatus\":0,\"sizeBytes\":1,\"finishedAt\":\"2026-01-02T00:00:00Z\"} |"
            + " future",
        "PG DUMP | {\"exitStatus\":0,\"sizeBytes\":1} | such as pg_dump",
      })
  void aWrongReportIsRefusedWithTheRemedy(String kind, String body, String error) {
    OpsResponse answer = post(start(), kind, body);
    assertEquals(400, answer.status());
    assertTrue(answer.body().contains(error), answer.body());
  }

  @Test
  void anEmptyBodyIsRefused() {
    assertEquals(400, post(start(), "pg_dump", "").status());
  }

  @Test
  void kindsAreLimited() {
    Backups backups = start();
    for (int i = 0; i < 20; i++) {
      backups.expect("kind-" + i);
    }
    assertThrows(IllegalArgumentException.class, () -> backups.expect("one-more"));
  }

  @Test
  void aReportThatCannotBeKeptStillCountsAndIsTold() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    Backups backups =
        new Backups(file.resolve("b.json"), Backups.DEFAULT_MAX_AGE, clock, telemetry);
    OpsResponse answer = post(backups, "pg_dump", "{\"exitStatus\":0,\"sizeBytes\":1}");
    assertEquals(500, answer.status());
    assertEquals(Verdict.AMBER, verdict(backups));
    assertExposed("backup_size_bytes{kind=\"pg_dump\"} 1.0");
  }

  @Test
  void anEntryThatSomebodyBrokeIsLeftOutAndTheOthersCount() throws IOException {
    start().report("pg_dump", new BackupRun(0, 2048, now.get()));
    Path path = folder.resolve("backups.json");
    String kept = Files.readString(path);
    Files.writeString(path, "{\"other\": {\"expectedSince\": \"x\"}, " + kept.substring(1));
    assertEquals(List.of("pg_dump"), List.copyOf(start().states().keySet()));
  }

  private Backups start() {
    telemetry = new Telemetry();
    return new Backups(folder.resolve("backups.json"), Backups.DEFAULT_MAX_AGE, clock, telemetry);
  }

  private static OpsResponse post(Backups backups, String kind, String body) {
    OpsRequest request = new OpsRequest(Map.of("kind", kind), Map.of(), body, "operator");
    return new BackupEndpoint(backups).answer(request);
  }

  private static Verdict verdict(Backups backups) {
    return new BackupsBlock(backups).collect().verdict();
  }

  private void pass(Duration time) {
    now.updateAndGet(at -> at.plus(time));
  }

  private void assertExposed(String sample) {
    String exposed = telemetry.scrape(null).body();
    assertTrue(exposed.contains("\n" + sample + "\n"), exposed);
  }
}
