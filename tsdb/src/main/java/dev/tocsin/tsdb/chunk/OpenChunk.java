package dev.tocsin.tsdb.chunk;

import java.util.Arrays;

/// The chunk at the end of a series, to which samples are appended while others read it.
///
/// Encoding: the first time and value stand whole; the second time is the difference to the first;
/// each further time is the difference between two differences, which is zero for a series with an
/// even interval and costs one bit. A value is XORed with the one before; of the result only the
/// bits between the leading and the trailing zeros are kept. `docs/format.md` draws it bit by bit.
///
/// Reading while writing, without locks: bits are only ever added behind those that exist. So for a
/// reader who knows that `n` samples are complete, the bytes that hold them never change, but for
/// the spare low bits of the last one, which it does not look at. The writer adds samples and then
/// calls [#publish()], which stores the count in a volatile field. A reader takes that count first
/// and the array second: the array is then that of the count or a later, longer copy with the same
/// beginning. The header of the array is not written before the chunk is closed, because a reader
/// might meet it half-written.
///
/// Appending and publishing are for one thread at a time; whoever calls them brings the lock.
///
/// Reference: T. Pelkonen et al., "Gorilla: A Fast, Scalable, In-Memory Time Series Database", VLDB
/// 2015; the bit widths are those of the Prometheus chunk format.
public final class OpenChunk {
  /// The samples of a full chunk: enough to compress well, few enough to decode in a microsecond.
  public static final int MAX_SAMPLES = 120;

  private static final int INITIAL_BYTES = 128;
  private static final int NO_WINDOW = -1;

  private final BitWriter bits = new BitWriter(INITIAL_BYTES);
  private int sampleCount;
  private long firstMillis;
  private long lastMillis;
  private long lastDelta;
  private long lastValueBits;
  private int leadingZeros = NO_WINDOW;
  private int trailingZeros;

  private volatile long publishedLastMillis;
  private volatile int publishedCount;

  public OpenChunk() {
    bits.writeBits(0, 8 * ChunkFormat.HEADER_BYTES);
  }

  public boolean isFull() {
    return sampleCount == MAX_SAMPLES;
  }

  /// Adds a sample behind the last one. Nobody sees it before [#publish()].
  public void append(long millis, double value) {
    bits.reserve(ChunkFormat.MAX_SAMPLE_BYTES);
    long valueBits = Double.doubleToRawLongBits(value);
    switch (sampleCount) {
      case 0 -> {
        firstMillis = millis;
        bits.writeVarint(millis);
        bits.writeBits(valueBits, Long.SIZE);
      }
      case 1 -> {
        lastDelta = millis - lastMillis;
        bits.writeUnsignedVarint(lastDelta);
        writeValue(valueBits);
      }
      default -> {
        long delta = millis - lastMillis;
        writeDeltaOfDeltas(delta - lastDelta);
        lastDelta = delta;
        writeValue(valueBits);
      }
    }
    lastMillis = millis;
    lastValueBits = valueBits;
    sampleCount++;
  }

  private void writeDeltaOfDeltas(long change) {
    if (change == 0) {
      bits.writeBit(0);
    } else if (ChunkFormat.fits(change, ChunkFormat.SMALL_BITS)) {
      bits.writeBits(0b10, 2);
      bits.writeBits(change, ChunkFormat.SMALL_BITS);
    } else if (ChunkFormat.fits(change, ChunkFormat.MEDIUM_BITS)) {
      bits.writeBits(0b110, 3);
      bits.writeBits(change, ChunkFormat.MEDIUM_BITS);
    } else if (ChunkFormat.fits(change, ChunkFormat.LARGE_BITS)) {
      bits.writeBits(0b1110, 4);
      bits.writeBits(change, ChunkFormat.LARGE_BITS);
    } else {
      bits.writeBits(0b1111, 4);
      bits.writeBits(change, Long.SIZE);
    }
  }

  private void writeValue(long valueBits) {
    long change = valueBits ^ lastValueBits;
    if (change == 0) {
      bits.writeBit(0);
      return;
    }
    int leading = Math.min(Long.numberOfLeadingZeros(change), ChunkFormat.MAX_LEADING_ZEROS);
    int trailing = Long.numberOfTrailingZeros(change);
    if (leadingZeros != NO_WINDOW && leading >= leadingZeros && trailing >= trailingZeros) {
      bits.writeBits(0b10, 2);
      bits.writeBits(change >>> trailingZeros, Long.SIZE - leadingZeros - trailingZeros);
      return;
    }
    leadingZeros = leading;
    trailingZeros = trailing;
    int significant = Long.SIZE - leading - trailing;
    bits.writeBits(0b11, 2);
    bits.writeBits(leading, ChunkFormat.LEADING_ZEROS_BITS);
    // 64 does not fit six bits and becomes 0, which no value needs for itself.
    bits.writeBits(significant, ChunkFormat.SIGNIFICANT_BITS);
    bits.writeBits(change >>> trailing, significant);
  }

  /// Shows all appended samples to readers, at once.
  public void publish() {
    publishedLastMillis = lastMillis;
    publishedCount = sampleCount;
  }

  /// How many samples readers see.
  public int sampleCount() {
    return publishedCount;
  }

  /// The time of the first sample. Meaningless while readers see none.
  public long firstMillis() {
    return firstMillis;
  }

  /// The time of the newest sample that readers see. Meaningless while there is none.
  public long lastMillis() {
    return publishedLastMillis;
  }

  /// The bytes in use, roughly, for statistics.
  public int byteCount() {
    return bits.byteCount();
  }

  /// What readers see now, as a chunk that stays as it is. There must be a sample.
  public Chunk snapshot() {
    int count = publishedCount;
    if (count == 0) {
      throw new IllegalStateException("BUG: snapshot of a chunk without a published sample");
    }
    return new Chunk(bits.bytes(), count, firstMillis, publishedLastMillis);
  }

  /// Everything appended so far, published or not, in its final bytes.
  public Chunk close() {
    byte[] bytes = Arrays.copyOf(bits.bytes(), bits.byteCount());
    bytes[0] = (byte) (sampleCount >>> 8);
    bytes[1] = (byte) sampleCount;
    return new Chunk(bytes, sampleCount, firstMillis, lastMillis);
  }
}
