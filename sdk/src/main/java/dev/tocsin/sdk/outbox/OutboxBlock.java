package dev.tocsin.sdk.outbox;

import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.ops.OpsJson;
import dev.tocsin.sdk.ops.Verdict;
import dev.tocsin.sdk.queue.QueueLimits;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// An outbox in `/health/ops`: what waits, what was given up, what went out, and what is still in
/// the buffers, which can be told even while the database is down.
final class OutboxBlock implements OpsBlock {

  private final Outbox outbox;
  private final QueueLimits limits;

  OutboxBlock(Outbox outbox, QueueLimits limits) {
    this.outbox = outbox;
    this.limits = limits;
  }

  @Override
  public String name() {
    return outbox.name() + "Outbox";
  }

  @Override
  public BlockReport collect() {
    Findings findings = new Findings();
    addTables(findings);
    outbox.buffers().forEach(buffer -> addBuffer(findings, buffer));
    addLoss(findings);
    addTransport(findings);
    return new BlockReport(findings.verdict, findings.reasons, findings.fields);
  }

  private void addTables(Findings findings) {
    try {
      OutboxFigures figures = outbox.tableFigures();
      findings.fields.put("pending", figures.pending());
      findings.fields.put("oldestPendingAgeSeconds", OpsJson.seconds(figures.oldestAge()));
      findings.fields.put("maxAgeSeconds", OpsJson.seconds(limits.maxAge()));
      findings.fields.put("deadLetters", figures.deadLetters());
      findings.fields.put("dispatchedLast24Hours", figures.dispatchedRecently());
      if (figures.oldestAge().compareTo(limits.maxAge()) > 0) {
        long age = figures.oldestAge().toSeconds();
        findings.add(Verdict.RED, "The oldest event waits for " + age + " s to be sent.");
      }
      if (figures.deadLetters() > 0) {
        findings.add(Verdict.AMBER, figures.deadLetters() + " dead letters wait for a decision.");
      }
    } catch (SQLException e) {
      findings.add(Verdict.RED, "The tables of the outbox cannot be read: " + e.getMessage());
    }
  }

  private void addBuffer(Findings findings, RecoveryBuffer buffer) {
    String field = buffer.isExternal() ? "logBacklog" : "streamBacklog";
    OptionalLong backlog = outbox.backlog(buffer);
    if (backlog.isEmpty()) {
      findings.add(Verdict.AMBER, "The buffer " + buffer.name() + " does not answer.");
      return;
    }
    findings.fields.put(field, backlog.getAsLong());
    if (backlog.getAsLong() > 0) {
      findings.add(
          Verdict.AMBER,
          backlog.getAsLong() + " events are in the active recovery queue " + buffer.name() + ".");
    }
  }

  private void addLoss(Findings findings) {
    long lost = outbox.lostCount();
    boolean hasLog = outbox.buffers().stream().anyMatch(RecoveryBuffer::isExternal);
    findings.fields.put("lost", lost);
    findings.fields.put("externalLog", hasLog);
    findings.fields.put("lossUnacceptable", outbox.options().lossUnacceptable());
    if (lost > 0) {
      findings.add(Verdict.RED, lost + " events were lost since the start: no store took them.");
    }
    if (outbox.options().lossUnacceptable() && !hasLog) {
      findings.add(
          Verdict.RED,
          "Loss is declared unacceptable, but no buffer outside of database and Redis is"
              + " configured.");
    }
  }

  private void addTransport(Findings findings) {
    String outage = outbox.outage();
    findings.fields.put("transport", outbox.transportName());
    findings.fields.put("transportUp", outage.isEmpty());
    if (!outage.isEmpty()) {
      findings.add(Verdict.AMBER, "The queue cannot be reached: " + outage);
    }
  }

  /// What has been found so far.
  private static final class Findings {
    final Map<String, Object> fields = new LinkedHashMap<>();
    final List<String> reasons = new ArrayList<>();
    Verdict verdict = Verdict.GREEN;

    void add(Verdict worse, String reason) {
      reasons.add(reason);
      verdict = verdict.compareTo(worse) < 0 ? worse : verdict;
    }
  }
}
