/// What becomes of a failure that nobody handled: one log line with stack and ids, one count, one
/// report. Start at [FailureReporter]. This package must not know any framework nor where reports
/// go.
@NullMarked
package dev.tocsin.sdk.error;

import org.jspecify.annotations.NullMarked;
