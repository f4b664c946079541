package dev.tocsin.sdk.log;

import dev.tocsin.sdk.correlation.Correlation;
import dev.tocsin.sdk.correlation.LogContext;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// Decides request by request whether its lines are kept, so that all lines of a request stay
/// together. Which request of a sampled route is kept follows from its correlation id alone: every
/// application of a chain comes to the same decision.
///
/// The route is known only when the request has been dispatched, and whether it fails only at its
/// end. So the lines of a request that is not kept are held until then: an error among them, or the
/// error line of an answer with 5xx, releases them all. The decision stands in the logging context,
/// as a number under [LogContext#SAMPLING_KEY], and so follows the request to other threads, also
/// beyond its end.
///
/// Limits: [Request#MAX_HELD] lines a request and [#MAX_HELD] in all. Lines beyond are left out,
/// and counted as dropped if their request fails later.
public final class RequestLog {

  static final int MAX_HELD = 20_000;

  private final SamplingOptions options;
  private final FrequentRoutes frequent;
  private final LogCounts counts;
  private final KnownRequests known = new KnownRequests();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong held = new AtomicLong();

  public RequestLog(SamplingOptions options, InstantSource clock, LogCounts counts) {
    this.options = options;
    this.frequent = new FrequentRoutes(clock, options.frequentPerSecond());
    this.counts = counts;
  }

  /// A request begins on the current thread, under its current ids.
  public Request begin() {
    long number = numbers.incrementAndGet();
    Request request = new Request(number, isChosen(number), this);
    known.begin(request);
    MDC.put(LogContext.SAMPLING_KEY, request.key());
    return request;
  }

  private static int hash(long number) {
    String id = MDC.get(Correlation.CORRELATION_KEY);
    return id == null ? Long.hashCode(number) : id.hashCode();
  }

  private boolean isChosen(long number) {
    // The lower bits of a string's hash follow its last characters; mixing spreads all of them.
    int mixed = hash(number) * 0x9E3779B9;
    double position = (mixed >>> 8) / (double) (1 << 24);
    return position < options.rate();
  }

  boolean isSampled(String route) {
    boolean often = frequent.count(route);
    return options.rate() < 1 && (often || options.name(route));
  }

  LogCounts counts() {
    return counts;
  }

  boolean reserve() {
    if (held.incrementAndGet() <= MAX_HELD) {
      return true;
    }
    held.decrementAndGet();
    return false;
  }

  void free(int lines) {
    held.addAndGet(-lines);
  }

  void close(Request request, Verdict verdict) {
    known.end(request, verdict);
  }

  /// The verdict about a line with this decision in its context. A line that is held is handed to
  /// `release` if its request turns out to be kept.
  ///
  /// @param decision value of [LogContext#SAMPLING_KEY]; null outside of requests
  /// @param exempt whether the line is kept in any case: a security line or an event
  /// @param error whether the line tells of an error, which keeps all lines of its request
  public Verdict judge(@Nullable String decision, boolean exempt, boolean error, Line release) {
    if (decision == null) {
      return Verdict.KEEP;
    }
    Request request = known.find(decision);
    if (request != null) {
      return request.judge(exempt, error, release);
    }
    if (exempt || error) {
      return Verdict.KEEP;
    }
    Verdict verdict = known.verdict(decision);
    counts.sampledOut(verdict == Verdict.LEAVE_OUT ? 1 : 0);
    return verdict;
  }

  /// What is to be done with a line.
  public enum Verdict {
    /// Write it; it stands for itself.
    KEEP,
    /// Write it; it stands for as many lines as the rate says.
    KEEP_SAMPLED,
    /// Do not write it, now or at all.
    LEAVE_OUT
  }

  /// A line that was held and is to be written after all.
  @FunctionalInterface
  public interface Line {
    /// @param sampled whether it stands for others too
    void write(boolean sampled);
  }

  /// The rate that lines carry which stand for others too.
  public double sampleRate() {
    return options.rate();
  }
}
