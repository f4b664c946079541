/// Queues of any kind as an operator sees them: depth, age, dead letters, and what a person decided
/// to do with each. Knows [MonitoredQueue], not how a queue works.
@NullMarked
package dev.tocsin.sdk.queue;

import org.jspecify.annotations.NullMarked;
