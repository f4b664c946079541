package dev.tocsin.sdk.ops;

/// One block of `/health/ops`: a feature's own view of how it stands.
///
/// Whoever has something to tell implements this and registers it; the surface runs all blocks with
/// their own time limit, caches them, and adds the time of collection and the age.
public interface OpsBlock {

  /// The key in the answer, in camelCase: `checkoutLifecycle`.
  String name();

  /// Looks now. May throw: the block is then RED with the reason that it could not be collected.
  BlockReport collect() throws Exception;
}
