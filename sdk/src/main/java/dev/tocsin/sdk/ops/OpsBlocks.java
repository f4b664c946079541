package dev.tocsin.sdk.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.sdk.inquiry.Finding;
import dev.tocsin.sdk.inquiry.InquiryThreads;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Collects the blocks of `/health/ops`: in parallel, each with its own time limit and cache. A
/// block that hangs or throws is RED and hides no other one.
///
/// The answer has the form of `docs/formats/health-ops.schema.json`. Blocks that were declared as
/// expected and are missing break the contract: they are in the answer as RED, so that a lost block
/// cannot stay green.
public final class OpsBlocks implements AutoCloseable {

  /// The schema of the answer, on the class path.
  public static final String SCHEMA_RESOURCE = "/dev/tocsin/sdk/ops/health-ops.schema.json";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double MILLIS_PER_SECOND = 1_000;

  private final InstantSource clock;
  private final List<String> expected;
  private final List<BlockRun> runs = new ArrayList<>();
  private final InquiryThreads threads = new InquiryThreads("tocsin-ops-block");

  /// @param expected names of blocks that must be there, and of their fields as `block.field`
  public OpsBlocks(List<OpsBlock> blocks, List<String> expected, InstantSource clock) {
    this.clock = clock;
    this.expected = List.copyOf(expected);
    Set<String> names = new HashSet<>();
    for (OpsBlock block : blocks) {
      if (!names.add(block.name())) {
        throw new IllegalArgumentException(
            "Two blocks are named '" + block.name() + "'; give one another name.");
      }
      runs.add(new BlockRun(block, clock, threads));
    }
  }

  /// Blocks without a contract.
  public static OpsBlocks of(List<OpsBlock> blocks) {
    return new OpsBlocks(blocks, List.of(), InstantSource.system());
  }

  /// The whole answer as JSON; takes as long as the slowest block, and never longer than the
  /// longest time limit.
  public String json() {
    try {
      return JSON.writeValueAsString(content());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("BUG: the blocks could not be written as JSON", e);
    }
  }

  @Override
  public void close() {
    threads.close();
  }

  /// The whole answer, ready for JSON.
  Map<String, Object> content() {
    Map<String, Finding<BlockRun.Attempt>> findings = findings();
    Instant now = clock.instant();
    List<String> missing = missing(findings);
    Map<String, Object> blocks = new LinkedHashMap<>();
    List<String> reasons = new ArrayList<>();
    Verdict verdict = missing.isEmpty() ? Verdict.GREEN : Verdict.RED;
    for (Map.Entry<String, Finding<BlockRun.Attempt>> entry : findings.entrySet()) {
      BlockRun.Attempt attempt = entry.getValue().value();
      blocks.put(entry.getKey(), shown(entry.getValue(), now));
      attempt.reasons().forEach(reason -> reasons.add(entry.getKey() + ": " + reason));
      verdict = worse(verdict, attempt.verdict());
    }
    for (String name : missing) {
      reasons.add(name + ": is expected and missing");
      if (!name.contains(".")) {
        blocks.put(name, absent(now));
      }
    }
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("verdict", verdict);
    content.put("reasons", reasons);
    content.put("generatedAt", now.toString());
    content.put("contract", contract(missing));
    content.put("blocks", blocks);
    return content;
  }

  private Map<String, Object> contract(List<String> missing) {
    Map<String, Object> contract = new LinkedHashMap<>();
    contract.put("fulfilled", missing.isEmpty());
    contract.put("expected", expected);
    contract.put("missing", missing);
    return contract;
  }

  private Map<String, Finding<BlockRun.Attempt>> findings() {
    Map<String, CompletableFuture<Finding<BlockRun.Attempt>>> asked = new LinkedHashMap<>();
    runs.forEach(run -> asked.put(run.name(), run.finding()));
    Map<String, Finding<BlockRun.Attempt>> findings = new LinkedHashMap<>();
    asked.forEach((name, answer) -> findings.put(name, answer.join()));
    return findings;
  }

  private List<String> missing(Map<String, Finding<BlockRun.Attempt>> findings) {
    return expected.stream().filter(name -> !isThere(name, findings)).toList();
  }

  private static boolean isThere(String name, Map<String, Finding<BlockRun.Attempt>> findings) {
    int dot = name.indexOf('.');
    Finding<BlockRun.Attempt> block = findings.get(dot < 0 ? name : name.substring(0, dot));
    return block != null
        && (dot < 0 || block.value().content().fields().contains(name.substring(dot + 1)));
  }

  private static Map<String, Object> shown(Finding<BlockRun.Attempt> finding, Instant now) {
    BlockRun.Attempt attempt = finding.value();
    Instant collectedAt = attempt.content().collectedAt();
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("verdict", attempt.verdict());
    shown.put("reasons", attempt.reasons());
    shown.put("collectedAt", collectedAt == null ? null : collectedAt.toString());
    shown.put("ageSeconds", ageSeconds(collectedAt, now));
    shown.put("attemptedAt", finding.at().toString());
    shown.put("latencyMs", finding.latency().toMillis());
    shown.put("fields", attempt.content().json());
    return shown;
  }

  private static Map<String, Object> absent(Instant now) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("verdict", Verdict.RED);
    shown.put("reasons", List.of("is expected and missing"));
    shown.put("collectedAt", null);
    shown.put("ageSeconds", null);
    shown.put("attemptedAt", now.toString());
    shown.put("latencyMs", 0);
    shown.put("fields", Map.of());
    return shown;
  }

  private static @Nullable Double ageSeconds(@Nullable Instant collectedAt, Instant now) {
    return collectedAt == null
        ? null
        : Math.max(0, Duration.between(collectedAt, now).toMillis()) / MILLIS_PER_SECOND;
  }

  private static Verdict worse(Verdict one, Verdict other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
