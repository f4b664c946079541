/// Ends a process in the right order and in bounded time. Start at [Shutdown]. This package must
/// not know any framework.
@NullMarked
package dev.tocsin.sdk.shutdown;

import org.jspecify.annotations.NullMarked;
