package dev.tocsin.tsdb.chunk;

/// The constants that the writer and the reader of a chunk share.
final class ChunkFormat {
  /// The sample count, two bytes, big-endian.
  static final int HEADER_BYTES = 2;

  /// What a sample takes at most: a ten-byte time and the widest value, rounded up.
  static final int MAX_SAMPLE_BYTES = 20;

  /// The widths of the short forms of a delta of deltas; wider ones are written whole.
  static final int SMALL_BITS = 14;

  static final int MEDIUM_BITS = 17;
  static final int LARGE_BITS = 20;

  static final int LEADING_ZEROS_BITS = 5;
  static final int MAX_LEADING_ZEROS = (1 << LEADING_ZEROS_BITS) - 1;
  static final int SIGNIFICANT_BITS = 6;

  private ChunkFormat() {}

  /// Whether a delta fits a short form. The range is one off the two's complement: the format has
  /// the largest power of two on the positive side.
  static boolean fits(long delta, int bits) {
    long bound = 1L << (bits - 1);
    return delta > -bound && delta <= bound;
  }

  /// Gives a number that was cut to a short form its sign back.
  static long signed(long value, int bits) {
    return value > 1L << (bits - 1) ? value - (1L << bits) : value;
  }
}
