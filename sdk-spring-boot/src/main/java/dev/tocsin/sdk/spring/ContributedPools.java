package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.pool.ConnectionPool;
import java.util.List;

/// Pools that the starter finds, beside the [ConnectionPool] beans of the application.
record ContributedPools(List<ConnectionPool> pools) {}
