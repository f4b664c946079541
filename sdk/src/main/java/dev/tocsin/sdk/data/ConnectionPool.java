package dev.tocsin.sdk.data;

/// A pool of database connections as it stands now. Every method reads the live pool, answers at
/// once and is safe from any thread; a pool that is not started yet, or is closed, has zeros.
public interface ConnectionPool {

  /// The name of the pool, unique in the application; fit for a label.
  String name();

  /// Connections that are in use.
  int active();

  /// Open connections that nobody uses.
  int idle();

  /// Threads that wait for a connection.
  int waiting();

  /// The most connections that the pool opens.
  int max();

  /// The share of the pool that is in use, 0 to 1.
  default double utilisation() {
    int max = max();
    return max <= 0 ? 0 : (double) active() / max;
  }
}
