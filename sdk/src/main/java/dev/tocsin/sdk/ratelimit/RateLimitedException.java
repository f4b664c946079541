package dev.tocsin.sdk.ratelimit;

import dev.tocsin.sdk.guard.Refusal;
import java.util.Map;

/// A client has made too many requests. Answered as 429 `RATE_LIMITED` with `Retry-After`.
public final class RateLimitedException extends Refusal {

  private final transient RateDecision decision;

  RateLimitedException(RateDecision decision) {
    super(
        429,
        "RATE_LIMITED",
        "More than "
            + decision.rule().limit()
            + " requests in "
            + decision.rule().window().toSeconds()
            + " s; the header Retry-After says when to come back.");
    this.decision = decision;
  }

  @Override
  public Map<String, String> headers() {
    return decision.headers();
  }
}
