/// Ids that tie together what one request causes: log lines, jobs, outgoing calls. Start at
/// [Correlation]. This package must not know any web framework.
@NullMarked
package dev.tocsin.sdk.correlation;

import org.jspecify.annotations.NullMarked;
