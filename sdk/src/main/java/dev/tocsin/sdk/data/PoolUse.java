package dev.tocsin.sdk.data;

/// How a pool was used at one moment.
///
/// @param utilisation the share that was in use, 0 to 1
public record PoolUse(String name, int active, int idle, int waiting, int max, double utilisation) {

  static PoolUse of(ConnectionPool pool) {
    return new PoolUse(
        pool.name(), pool.active(), pool.idle(), pool.waiting(), pool.max(), pool.utilisation());
  }
}
