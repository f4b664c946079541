/// Takes secrets out of what leaves the process as text: log lines, error reports, previews of
/// bodies. Start at [Redactor]. This package must not know who writes the text, nor any framework.
@NullMarked
package dev.tocsin.sdk.redact;

import org.jspecify.annotations.NullMarked;
