/// What log lines say and which of them are kept: access lines, events with fixed names, sampling
/// by request. Start at [RequestLog]. This package must not know any logging back end.
@NullMarked
package dev.tocsin.sdk.log;

import org.jspecify.annotations.NullMarked;
