/// What the SDK costs an application: the same small shop bare, with the starter, and with the
/// OpenTelemetry Java agent, loaded in turns.
@NullMarked
package dev.tocsin.bench.cost;

import org.jspecify.annotations.NullMarked;
