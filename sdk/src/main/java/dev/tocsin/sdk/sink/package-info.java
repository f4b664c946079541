/// Telemetry off the request path: [AsyncSink] takes records without waiting and hands them over in
/// batches on a thread of its own. What does not fit is dropped and counted.
@NullMarked
package dev.tocsin.sdk.sink;

import org.jspecify.annotations.NullMarked;
