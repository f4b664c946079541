package dev.tocsin.sdk.pool;

/// A pool of database connections that can be looked into.
public interface ConnectionPool {

  /// Unique in the application.
  String name();

  /// The figures of this moment; fast, never waits for a connection.
  PoolFigures getConnectionPoolMetrics();
}
