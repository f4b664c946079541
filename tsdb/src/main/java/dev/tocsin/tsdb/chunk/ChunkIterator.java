package dev.tocsin.tsdb.chunk;

/// Walks the samples of a chunk, then of another: one iterator serves a whole series without
/// allocating again.
public final class ChunkIterator {
  private final BitReader bits = new BitReader();
  private int sampleCount;
  private int readCount;
  private long millis;
  private long delta;
  private long valueBits;
  private int leadingZeros;
  private int trailingZeros;

  /// Goes before the first sample of a chunk.
  public void reset(Chunk chunk) {
    bits.reset(chunk.bytes(), ChunkFormat.HEADER_BYTES);
    sampleCount = chunk.sampleCount();
    readCount = 0;
    leadingZeros = 0;
    trailingZeros = 0;
  }

  /// Moves to the next sample; false when there is none.
  ///
  /// @throws CorruptChunkException if the bytes end early or make no sense
  public boolean next() {
    if (readCount == sampleCount) {
      return false;
    }
    switch (readCount) {
      case 0 -> {
        millis = bits.readVarint();
        valueBits = bits.readBits(Long.SIZE);
      }
      case 1 -> {
        delta = bits.readUnsignedVarint();
        millis += delta;
        readValue();
      }
      default -> {
        delta += readDeltaOfDeltas();
        millis += delta;
        readValue();
      }
    }
    readCount++;
    return true;
  }

  private long readDeltaOfDeltas() {
    if (bits.readBit() == 0) {
      return 0;
    }
    if (bits.readBit() == 0) {
      return shortForm(ChunkFormat.SMALL_BITS);
    }
    if (bits.readBit() == 0) {
      return shortForm(ChunkFormat.MEDIUM_BITS);
    }
    if (bits.readBit() == 0) {
      return shortForm(ChunkFormat.LARGE_BITS);
    }
    return bits.readBits(Long.SIZE);
  }

  private long shortForm(int width) {
    return ChunkFormat.signed(bits.readBits(width), width);
  }

  private void readValue() {
    if (bits.readBit() == 0) {
      return;
    }
    if (bits.readBit() == 1) {
      leadingZeros = (int) bits.readBits(ChunkFormat.LEADING_ZEROS_BITS);
      int significant = (int) bits.readBits(ChunkFormat.SIGNIFICANT_BITS);
      trailingZeros = Long.SIZE - leadingZeros - (significant == 0 ? Long.SIZE : significant);
      if (trailingZeros < 0) {
        throw new CorruptChunkException("a value of more than 64 bits in a chunk");
      }
    }
    valueBits ^= bits.readBits(Long.SIZE - leadingZeros - trailingZeros) << trailingZeros;
  }

  public long millis() {
    return millis;
  }

  public double value() {
    return Double.longBitsToDouble(valueBits);
  }
}
