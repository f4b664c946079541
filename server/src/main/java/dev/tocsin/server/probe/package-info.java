/// Checks services from outside, at intervals, and keeps what came of it: the status and its
/// history, the uptime of 90 days, and samples. [Probes] checks, [ServiceStatuses] answers. This
/// package must not know incidents, nor how a status is shown.
@NullMarked
package dev.tocsin.server.probe;

import org.jspecify.annotations.NullMarked;
