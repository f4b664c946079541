package dev.tocsin.sdk.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.tocsin.sdk.inquiry.Finding;
import dev.tocsin.sdk.inquiry.Inquiry;
import dev.tocsin.sdk.inquiry.InquiryThreads;
import dev.tocsin.sdk.inquiry.SharedInquiry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One block as an inquiry. Its content is written to JSON when it is collected, so that content
/// that cannot be written spoils this block only, and an answer from the cache costs next to
/// nothing. The content of the last collection that worked is kept.
final class BlockRun implements Inquiry<BlockRun.Attempt> {

  static final int MAX_CONTENT_CHARACTERS = 256 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(BlockRun.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Content NOTHING = new Content(new RawValue("{}"), Set.of(), null);

  private final OpsBlock block;
  private final InstantSource clock;
  private final SharedInquiry<Attempt> shared;
  private volatile Content lastGood = NOTHING;

  BlockRun(OpsBlock block, InstantSource clock, InquiryThreads threads) {
    this.block = block;
    this.clock = clock;
    this.shared = new SharedInquiry<>(this, threads, clock, finding -> {});
  }

  String name() {
    return block.name();
  }

  CompletableFuture<Finding<Attempt>> finding() {
    return shared.finding();
  }

  @Override
  public Attempt ask() throws Exception {
    BlockReport report = block.collect();
    Content content = content(report);
    lastGood = content;
    return new Attempt(report.verdict(), report.reasons(), content);
  }

  private Content content(BlockReport report) throws JsonProcessingException {
    String json = JSON.writeValueAsString(report.fields());
    if (json.length() > MAX_CONTENT_CHARACTERS) {
      throw new IllegalStateException(
          "its content has over " + MAX_CONTENT_CHARACTERS + " characters");
    }
    return new Content(new RawValue(json), Set.copyOf(report.fields().keySet()), clock.instant());
  }

  /// The message may quote what the block works on, so it goes to the log and only the kind of
  /// failure to the page.
  @Override
  public Attempt failed(Throwable failure) {
    LOG.warn("The block {} could not be collected", block.name(), failure);
    return notCollected(failure.getClass().getSimpleName());
  }

  @Override
  public Attempt late() {
    return notCollected("no answer within " + block.timeout().toMillis() + " ms");
  }

  @Override
  public Duration timeout() {
    return block.timeout();
  }

  @Override
  public Duration cacheTime() {
    return block.cacheTime();
  }

  private Attempt notCollected(String why) {
    return new Attempt(Verdict.RED, List.of("could not be collected: " + why), lastGood);
  }

  /// What came out of one collection.
  ///
  /// @param content the content of this collection, or of the last one that worked
  record Attempt(Verdict verdict, List<String> reasons, Content content) {}

  /// @param collectedAt null when the block was never collected
  record Content(RawValue json, Set<String> fields, @Nullable Instant collectedAt) {}
}
