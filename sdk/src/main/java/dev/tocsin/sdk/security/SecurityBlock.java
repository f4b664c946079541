package dev.tocsin.sdk.security;

import dev.tocsin.sdk.ops.BlockReport;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.ops.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The block `security`: counts of events since the start, and the attacks that go on.
public final class SecurityBlock implements OpsBlock {

  private static final int MAX_SHOWN = 50;
  private static final int MAX_REASONS = 10;

  private final SecurityAudit audit;

  public SecurityBlock(SecurityAudit audit) {
    this.audit = audit;
  }

  @Override
  public String name() {
    return "security";
  }

  @Override
  public BlockReport collect() {
    List<SecurityEpisode> open = audit.openEpisodes();
    Map<String, Object> counts = new LinkedHashMap<>();
    for (SecurityEventType type : SecurityEventType.values()) {
      counts.put(type.label(), audit.count(type));
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("eventsSinceStart", counts);
    fields.put("openEpisodes", open.size());
    fields.put("episodes", open.stream().limit(MAX_SHOWN).map(SecurityBlock::entry).toList());
    return new BlockReport(verdict(open), reasons(open), fields);
  }

  private static Verdict verdict(List<SecurityEpisode> open) {
    if (open.isEmpty()) {
      return Verdict.GREEN;
    }
    boolean onlyUnusual =
        open.stream().allMatch(one -> one.type() == SecurityEventType.UNUSUAL_ACCESS);
    return onlyUnusual ? Verdict.AMBER : Verdict.RED;
  }

  private static List<String> reasons(List<SecurityEpisode> open) {
    return open.stream()
        .limit(MAX_REASONS)
        .map(one -> one.type().label() + " (" + one.reason() + ") by or on " + one.subject() + ".")
        .toList();
  }

  private static Map<String, Object> entry(SecurityEpisode episode) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("type", episode.type().label());
    entry.put("reason", episode.reason());
    entry.put("subject", episode.subject());
    entry.put("began", episode.began().toString());
    entry.put("events", episode.events());
    return entry;
  }
}
