/// A Redis stream as a buffer of the outbox; needs `io.lettuce:lettuce-core`.
@NullMarked
package dev.tocsin.sdk.outbox.redis;

import org.jspecify.annotations.NullMarked;
