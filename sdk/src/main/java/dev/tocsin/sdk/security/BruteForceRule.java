package dev.tocsin.sdk.security;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Notices guessing: many failures of one account, many failures of one source, many accounts of
/// one source (stuffing and spraying, where each account fails only once or twice). A success in
/// between resets nothing, or an attacker could log into an account of their own now and then.
final class BruteForceRule {

  private final SecurityOptions options;
  private final long windowMillis;
  private final Recent<LastTimes> accounts = new Recent<>(Recent.MAX_KEYS);
  private final Recent<Source> sources = new Recent<>(Recent.MAX_KEYS);

  BruteForceRule(SecurityOptions options) {
    this.options = options;
    this.windowMillis = options.window().toMillis();
  }

  synchronized List<Finding> failed(String user, RequestOrigin origin, Instant at) {
    long now = at.toEpochMilli();
    List<Finding> findings = new ArrayList<>();
    LastTimes ofAccount = accounts.of(user, () -> new LastTimes(options.failuresPerAccount()));
    if (ofAccount.add(now, windowMillis)) {
      findings.add(new Finding("failures_of_account", Finding.account(user), ""));
    }
    String address = TrustedProxies.sourceOf(origin.address());
    Source source = sources.of(address, () -> new Source(options));
    boolean manyAccounts = source.names().add(user, now, windowMillis);
    boolean manyFailures = source.times().add(now, windowMillis);
    if (manyAccounts) {
      findings.add(new Finding("many_accounts_from_source", Finding.source(address), ""));
    } else if (manyFailures) {
      findings.add(new Finding("failures_from_source", Finding.source(address), ""));
    }
    return findings;
  }

  private record Source(LastTimes times, DistinctNames names) {

    Source(SecurityOptions options) {
      this(
          new LastTimes(options.failuresPerSource()),
          new DistinctNames(options.accountsPerSource()));
    }
  }
}
