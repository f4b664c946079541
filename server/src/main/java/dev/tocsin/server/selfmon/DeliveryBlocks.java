package dev.tocsin.server.selfmon;

import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.ops.Verdict;
import dev.tocsin.server.deliver.ChannelReadiness;
import dev.tocsin.server.deliver.DeliveryFigures;
import dev.tocsin.server.deliver.Transport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The blocks of `/health/ops` about the ways to reach people. `configReadiness` has the form that
/// `tocsin preflight --url` reads from applications.
public final class DeliveryBlocks {
  private DeliveryBlocks() {}

  /// Whether everything that the policy requires is there.
  public record Readiness(ChannelReadiness channels) implements OpsBlock {
    @Override
    public String name() {
      return "configReadiness";
    }

    @Override
    public BlockReport collect() {
      var lacks = channels.lacks();
      var fields = new LinkedHashMap<String, Object>();
      fields.put("environment", channels.environment());
      fields.put("ready", lacks.isEmpty());
      fields.put(
          "promotion",
          Map.of(
              "allowed",
              lacks.isEmpty(),
              "blockedBy",
              lacks.stream()
                  .map(it -> Map.<String, Object>of("key", it.key(), "reason", it.text()))
                  .toList()));
      fields.put("keys", channels.transports().stream().map(Readiness::flag).toList());
      var reasons = lacks.stream().map(ChannelReadiness.Lack::text).toList();
      return new BlockReport(lacks.isEmpty() ? Verdict.GREEN : Verdict.RED, reasons, fields);
    }

    private static Map<String, Object> flag(Transport transport) {
      return Map.of("key", transport.variable(), "configured", transport.isConfigured());
    }
  }

  /// The queue and its exercise.
  public record Queue(Supplier<DeliveryFigures> figures, ChannelReadiness channels)
      implements OpsBlock {
    private static final double MILLIS_PER_SECOND = 1_000;

    @Override
    public String name() {
      return "incidentAlerts";
    }

    @Override
    public BlockReport collect() {
      var now = figures.get();
      var fields = new LinkedHashMap<String, Object>();
      fields.put("pending", now.pending());
      fields.put("oldestPendingAgeSeconds", now.oldestPendingAgeMillis() / MILLIS_PER_SECOND);
      fields.put("permanentlyDropped", now.droppedTotal());
      fields.put("deadLetters", now.deadLetters());
      fields.put("drillOverdue", channels.isDrillOverdue());
      return new BlockReport(verdict(now), reasons(now), fields);
    }

    private Verdict verdict(DeliveryFigures now) {
      if (now.deadLetters() > 0) {
        return Verdict.RED;
      }
      return channels.isDrillOverdue() ? Verdict.AMBER : Verdict.GREEN;
    }

    private List<String> reasons(DeliveryFigures now) {
      var reasons = new ArrayList<String>();
      if (now.deadLetters() > 0) {
        reasons.add(now.deadLetters() + " notifications were given up and wait for a decision");
      }
      if (channels.isDrillOverdue()) {
        reasons.add("the exercise of replaying dead letters is overdue");
      }
      return reasons;
    }
  }
}
