/// Durable work: jobs in a table, leases, retries with growing pauses and dead letters.
///
/// Entry class: [JobQueues]. What a job means is known only to the [JobWork] that runs it.
@NullMarked
package dev.tocsin.marketplace.queue;

import org.jspecify.annotations.NullMarked;
