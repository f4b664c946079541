/// Degraded modes that tell of themselves: [Fallbacks] takes keyed notifications from the code that
/// falls back, [DegradedMode] declares what such a mode is allowed to be. It knows no transport; a
/// [FallbackListener] carries the events further.
@NullMarked
package dev.tocsin.sdk.fallback;

import org.jspecify.annotations.NullMarked;
