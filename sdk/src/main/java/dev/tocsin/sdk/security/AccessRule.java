package dev.tocsin.sdk.security;

import java.time.Instant;
import java.util.Optional;

/// Decides whether an access is unusual. Called on the threads of requests: quick, safe for
/// threads, and with a limit on what it remembers.
@FunctionalInterface
public interface AccessRule {

  Optional<Finding> judge(Access access, Instant at);
}
