/// Asks the store in the query language, within limits, and serves the Prometheus HTTP API for
/// queries. Start at [Queries]. This package must not know what the answers are used for.
@NullMarked
package dev.tocsin.server.query;

import org.jspecify.annotations.NullMarked;
