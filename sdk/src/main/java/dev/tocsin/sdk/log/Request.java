package dev.tocsin.sdk.log;

import dev.tocsin.sdk.correlation.LogContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// The lines of one request until its end. Lines of any thread may arrive; the first decision that
/// keeps the request holds for the rest of it.
public final class Request implements AutoCloseable {

  static final int MAX_HELD = 200;

  private enum State {
    /// The route is not known yet.
    UNDECIDED,
    /// Of a sampled route and not chosen: only an error can change that.
    HELD,
    KEPT,
    KEPT_SAMPLED,
    CLOSED
  }

  private final long number;
  private final String key;
  private final boolean chosen;
  private final RequestLog log;

  /// Made with the first line: most requests hold none.
  private @Nullable List<RequestLog.Line> held;

  private State state = State.UNDECIDED;
  private int beyondLimit;

  Request(long number, boolean chosen, RequestLog log) {
    this.number = number;
    this.key = KnownRequests.key(number);
    this.chosen = chosen;
    this.log = log;
  }

  long number() {
    return number;
  }

  /// What stands in the logging context for this request.
  String key() {
    return key;
  }

  /// The route is known; call it on the thread that serves the request. Only the first route
  /// counts.
  public void route(String template) {
    MDC.put(LogContext.ROUTE_KEY, template);
    decide(template);
  }

  /// Like [#route], without touching the logging context.
  public synchronized void decide(String template) {
    if (state != State.UNDECIDED) {
      return;
    }
    if (!log.isSampled(template)) {
      keep(State.KEPT);
    } else if (chosen) {
      keep(State.KEPT_SAMPLED);
    } else {
      state = State.HELD;
    }
  }

  /// Leaves out one more line without making it, if that is what would become of it anyway.
  ///
  /// @return whether it is left out
  public synchronized boolean leavesOut() {
    if (state != State.HELD) {
      return false;
    }
    log.counts().sampledOut(1);
    return true;
  }

  synchronized RequestLog.Verdict judge(boolean exempt, boolean error, RequestLog.Line line) {
    if (state == State.CLOSED) {
      return RequestLog.Verdict.KEEP;
    }
    if (error && (state == State.UNDECIDED || state == State.HELD)) {
      keep(State.KEPT);
    }
    if (state == State.KEPT_SAMPLED) {
      return exempt || error ? RequestLog.Verdict.KEEP : RequestLog.Verdict.KEEP_SAMPLED;
    }
    if (state == State.KEPT || exempt || error) {
      return RequestLog.Verdict.KEEP;
    }
    hold(line);
    return RequestLog.Verdict.LEAVE_OUT;
  }

  private void hold(RequestLog.Line line) {
    List<RequestLog.Line> lines = held;
    if (lines == null) {
      lines = new ArrayList<>();
      held = lines;
    }
    if (lines.size() < MAX_HELD && log.reserve()) {
      lines.add(line);
    } else {
      beyondLimit++;
    }
  }

  private void keep(State kept) {
    state = kept;
    if (beyondLimit > 0) {
      log.counts().dropped(beyondLimit);
      beyondLimit = 0;
    }
    List<RequestLog.Line> lines = held;
    if (lines != null) {
      held = null;
      lines.forEach(line -> line.write(kept == State.KEPT_SAMPLED));
      log.free(lines.size());
    }
  }

  /// The request has ended; its lines that are still held are left out. So are later lines of work
  /// that it began elsewhere, unless they are exempt.
  @Override
  public synchronized void close() {
    if (state == State.CLOSED) {
      return;
    }
    if (state == State.UNDECIDED) {
      keep(State.KEPT);
    }
    List<RequestLog.Line> lines = held;
    if (lines != null) {
      log.counts().sampledOut(lines.size() + beyondLimit);
      log.free(lines.size());
      held = null;
    }
    log.close(this, verdict());
    state = State.CLOSED;
  }

  private RequestLog.Verdict verdict() {
    return switch (state) {
      case KEPT -> RequestLog.Verdict.KEEP;
      case KEPT_SAMPLED -> RequestLog.Verdict.KEEP_SAMPLED;
      case UNDECIDED, HELD, CLOSED -> RequestLog.Verdict.LEAVE_OUT;
    };
  }
}
