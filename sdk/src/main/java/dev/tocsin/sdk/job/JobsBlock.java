package dev.tocsin.sdk.job;

import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.ops.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The block `jobs`: RED when a job is missing, AMBER when one failed three times in a row.
public final class JobsBlock implements OpsBlock {

  private static final int FAILURES_IN_ROW = 3;

  private final Jobs jobs;

  public JobsBlock(Jobs jobs) {
    this.jobs = jobs;
  }

  @Override
  public String name() {
    return "jobs";
  }

  @Override
  public BlockReport collect() {
    Verdict verdict = Verdict.GREEN;
    List<String> reasons = new ArrayList<>();
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Job job : jobs.all()) {
      boolean missing = job.missing();
      int failures = job.failuresInRow();
      if (missing) {
        verdict = Verdict.RED;
        reasons.add(
            "The job " + job.name() + " was not heard of for " + job.age().toSeconds() + " s.");
      } else if (failures >= FAILURES_IN_ROW) {
        verdict = verdict == Verdict.RED ? verdict : Verdict.AMBER;
        reasons.add("The job " + job.name() + " failed " + failures + " times in a row.");
      }
      fields.put(job.name(), fields(job, missing, failures));
    }
    return new BlockReport(verdict, reasons, fields);
  }

  private static Map<String, Object> fields(Job job, boolean missing, int failures) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("ok", !missing);
    fields.put("age_seconds", job.age().toSeconds());
    fields.put("threshold_seconds", job.threshold().toSeconds());
    fields.put("failuresInRow", failures);
    job.lastSuccess().ifPresent(at -> fields.put("lastSuccess", at.toString()));
    job.lastFailure().ifPresent(type -> fields.put("lastFailure", type));
    return fields;
  }
}
