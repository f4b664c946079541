package dev.tocsin.sdk.deploy;

import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.ops.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The block `smoke`: the last run of the smoke tests in this process and the last exit of a former
/// one. GREEN before the first run, AMBER when tests were skipped, RED when one failed.
public final class SmokeBlock implements OpsBlock {

  private final SmokeSuite suite;
  private final RollbackGuard guard;

  public SmokeBlock(SmokeSuite suite, RollbackGuard guard) {
    this.suite = suite;
    this.guard = guard;
  }

  @Override
  public String name() {
    return "smoke";
  }

  @Override
  public BlockReport collect() {
    Optional<SmokeReport> last = suite.lastReport();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("ran", last.isPresent());
    last.ifPresent(
        report -> {
          fields.put("outcome", report.verdict().word());
          fields.put("startedAt", report.startedAt().toString());
          fields.put("results", report.fields());
        });
    guard.formerExit().ifPresent(text -> fields.put("formerExit", text));
    return last.map(report -> report(report, fields))
        .orElseGet(() -> new BlockReport(Verdict.GREEN, List.of(), fields));
  }

  private static BlockReport report(SmokeReport report, Map<String, Object> fields) {
    return switch (report.verdict()) {
      case PASSED -> new BlockReport(Verdict.GREEN, List.of(), fields);
      case SKIPPED ->
          new BlockReport(
              Verdict.AMBER, List.of("Smoke tests were skipped, so nobody looked."), fields);
      case FAILED ->
          new BlockReport(Verdict.RED, List.of("Smoke tests failed: " + report.failures()), fields);
    };
  }
}
