/// The data layer as it really is: the connection pool, queries, commands of Redis, caches and the
/// offline queue. Each class watches one thing through the extension point that its library offers
/// and records into [dev.tocsin.sdk.metrics.Telemetry]. Nothing here may slow or break a query.
@NullMarked
package dev.tocsin.sdk.data;

import org.jspecify.annotations.NullMarked;
