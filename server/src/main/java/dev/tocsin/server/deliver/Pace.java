package dev.tocsin.server.deliver;

/// How fast a receiver is fed.
///
/// @param parallel how many attempts at the same time
/// @param perSecond how many attempts start in a second; 0 for no limit
public record Pace(int parallel, int perSecond) {
  static final int PARALLEL_LIMIT = 128;
  static final int PER_SECOND_LIMIT = 100_000;

  public Pace {
    if (parallel < 1 || parallel > PARALLEL_LIMIT || perSecond < 0) {
      throw new IllegalArgumentException("BUG: no pace: " + parallel + ", " + perSecond);
    }
  }

  /// For receivers that state no limit.
  public static Pace usual() {
    return new Pace(16, 0);
  }

  /// For receivers that refuse more than so much.
  public static Pace limited(int perSecond) {
    return new Pace(4, perSecond);
  }
}
