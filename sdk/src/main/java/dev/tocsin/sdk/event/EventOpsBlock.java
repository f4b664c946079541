package dev.tocsin.sdk.event;

import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.ops.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The block `incidentAlertQueue`: alerts that nobody has been told of, and those given up.
public final class EventOpsBlock implements OpsBlock {
  private static final Duration LATE = Duration.ofMinutes(2);

  private final EventClient client;

  public EventOpsBlock(EventClient client) {
    this.client = client;
  }

  @Override
  public String name() {
    return "incidentAlertQueue";
  }

  @Override
  public BlockReport collect() {
    AlertFigures figures = client.figures();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("pending", figures.pending());
    fields.put("oldestPendingAgeSeconds", figures.oldestPendingAgeSeconds());
    fields.put("deadLetters", figures.deadLetters());
    fields.put("trouble", figures.trouble());
    List<String> reasons = new ArrayList<>();
    if (figures.deadLetters() > 0) {
      reasons.add(figures.deadLetters() + " incident alerts were given up; nobody was told");
    }
    if (figures.oldestPendingAgeSeconds() > LATE.toSeconds()) {
      reasons.add("an incident alert has waited for more than " + LATE.toSeconds() + " s");
    }
    if (!reasons.isEmpty()) {
      return new BlockReport(Verdict.RED, reasons, fields);
    }
    return figures.trouble().isEmpty()
        ? new BlockReport(Verdict.GREEN, List.of(), fields)
        : new BlockReport(
            Verdict.AMBER,
            List.of("the server does not take events: " + figures.trouble()),
            fields);
  }
}
