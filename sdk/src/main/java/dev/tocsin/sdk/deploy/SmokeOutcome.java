package dev.tocsin.sdk.deploy;

/// How a smoke test ended. Skipped is not passed.
public sealed interface SmokeOutcome {

  static SmokeOutcome passed() {
    return new Passed();
  }

  /// A failure of this release, as far as can be told.
  static SmokeOutcome failed(String error) {
    return new Failed(error, Cause.RELEASE);
  }

  /// A failure that every replica and the former release have too.
  static SmokeOutcome failedByDependency(String error) {
    return new Failed(error, Cause.SHARED_DEPENDENCY);
  }

  static SmokeOutcome skipped(String reason) {
    return new Skipped(reason);
  }

  /// What a failure is put down to.
  enum Cause {
    RELEASE,
    SHARED_DEPENDENCY
  }

  /// The thing works.
  record Passed() implements SmokeOutcome {}

  /// The thing does not work.
  ///
  /// @param error what was expected and what came, fit for logs: no secret, no body of an answer
  record Failed(String error, Cause cause) implements SmokeOutcome {}

  /// The thing could not be looked at, because of the configuration.
  ///
  /// @param reason what to set so that the test runs
  record Skipped(String reason) implements SmokeOutcome {}
}
