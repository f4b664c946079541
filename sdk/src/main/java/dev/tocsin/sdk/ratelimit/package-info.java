/// Limits on requests per client: [RateLimiter] counts in Redis so that all replicas share a limit,
/// and visibly by itself while Redis is away. It never fails a request because of its own trouble.
@NullMarked
package dev.tocsin.sdk.ratelimit;

import org.jspecify.annotations.NullMarked;
