package dev.tocsin.sdk.deploy;

import java.time.Duration;

/// One finished smoke test.
public record SmokeResult(String test, SmokeOutcome outcome, Duration duration) {

  public SmokeVerdict verdict() {
    if (outcome instanceof SmokeOutcome.Failed) {
      return SmokeVerdict.FAILED;
    }
    return outcome instanceof SmokeOutcome.Skipped ? SmokeVerdict.SKIPPED : SmokeVerdict.PASSED;
  }

  public boolean passed() {
    return verdict() == SmokeVerdict.PASSED;
  }

  /// Why it did not pass; empty when it did.
  public String error() {
    if (outcome instanceof SmokeOutcome.Failed failed) {
      return failed.error();
    }
    return outcome instanceof SmokeOutcome.Skipped skipped ? skipped.reason() : "";
  }

  boolean failedByRelease() {
    return outcome instanceof SmokeOutcome.Failed failed
        && failed.cause() == SmokeOutcome.Cause.RELEASE;
  }
}
