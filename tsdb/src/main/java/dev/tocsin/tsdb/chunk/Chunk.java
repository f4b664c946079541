package dev.tocsin.tsdb.chunk;

/// Samples of one series in encoded form; they never change.
public final class Chunk {
  private final byte[] bytes;
  private final int sampleCount;
  private final long minMillis;
  private final long maxMillis;

  Chunk(byte[] bytes, int sampleCount, long minMillis, long maxMillis) {
    this.bytes = bytes;
    this.sampleCount = sampleCount;
    this.minMillis = minMillis;
    this.maxMillis = maxMillis;
  }

  /// A chunk from the bytes of a file, which are given away and checked sample by sample.
  ///
  /// @throws CorruptChunkException if they are not a chunk
  public static Chunk decode(byte[] bytes) {
    int count = bytes.length < 2 ? 0 : ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
    if (count == 0) {
      throw new CorruptChunkException("a chunk without samples");
    }
    var samples = new ChunkIterator();
    samples.reset(new Chunk(bytes, count, Long.MIN_VALUE, Long.MAX_VALUE));
    samples.next();
    long first = samples.millis();
    long last = first;
    while (samples.next()) {
      if (samples.millis() <= last) {
        throw new CorruptChunkException("the times of a chunk do not ascend");
      }
      last = samples.millis();
    }
    return new Chunk(bytes, count, first, last);
  }

  /// These samples in bytes of their own: the array of a snapshot belongs to an appender, who is
  /// still writing behind the samples of the snapshot.
  public Chunk compacted() {
    var copy = new OpenChunk();
    var samples = new ChunkIterator();
    samples.reset(this);
    while (samples.next()) {
      copy.append(samples.millis(), samples.value());
    }
    return copy.close();
  }

  public int sampleCount() {
    return sampleCount;
  }

  /// The time of the first sample.
  public long minMillis() {
    return minMillis;
  }

  /// A time that no sample is newer than. It is the time of the last sample, except in a snapshot
  /// of a chunk to which somebody was appending at that moment.
  public long maxMillis() {
    return maxMillis;
  }

  /// The bytes of a decoded or closed chunk. Callers must not write to them.
  public byte[] bytes() {
    return bytes;
  }
}
