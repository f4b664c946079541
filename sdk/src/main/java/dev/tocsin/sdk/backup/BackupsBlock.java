package dev.tocsin.sdk.backup;

import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.ops.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The block `backups`: RED when a kind had no success within the age limit, AMBER when its last
/// run failed or reports cannot be kept.
public final class BackupsBlock implements OpsBlock {

  private final Backups backups;

  public BackupsBlock(Backups backups) {
    this.backups = backups;
  }

  @Override
  public String name() {
    return "backups";
  }

  @Override
  public BlockReport collect() {
    Verdict verdict = Verdict.GREEN;
    List<String> reasons = new ArrayList<>();
    Map<String, Object> fields = new LinkedHashMap<>();
    Instant now = backups.now();
    for (Map.Entry<String, BackupState> kind : backups.states().entrySet()) {
      BackupState state = kind.getValue();
      if (state.age(now).compareTo(backups.maxAge()) > 0) {
        verdict = Verdict.RED;
        reasons.add(late(kind.getKey(), state, now));
      } else if (state.lastRunFailed()) {
        verdict = verdict == Verdict.RED ? verdict : Verdict.AMBER;
        reasons.add("The last backup " + kind.getKey() + " failed.");
      }
      fields.put(kind.getKey(), fields(state, now));
    }
    if (!backups.storageProblem().isEmpty()) {
      verdict = verdict == Verdict.RED ? verdict : Verdict.AMBER;
      reasons.add(backups.storageProblem());
    }
    return new BlockReport(verdict, reasons, fields);
  }

  private String late(String kind, BackupState state, Instant now) {
    String since = state.lastSuccess() == null ? "since it is expected, for " : "for ";
    return "No backup "
        + kind
        + " succeeded "
        + since
        + state.age(now).toHours()
        + " h; the limit is "
        + backups.maxAge().toHours()
        + " h.";
  }

  private static Map<String, Object> fields(BackupState state, Instant now) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("ageSeconds", state.age(now).toSeconds());
    BackupRun success = state.lastSuccess();
    if (success != null) {
      fields.put("lastSuccess", success.finishedAt().toString());
      fields.put("sizeBytes", success.sizeBytes());
    }
    BackupRun run = state.lastRun();
    if (run != null) {
      fields.put("lastRun", run.finishedAt().toString());
      fields.put("lastExitStatus", run.exitStatus());
    }
    return fields;
  }
}
