package dev.tocsin.tsdb.chunk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Reads what [BitWriter] writes.
final class BitReader {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int MAX_VARINT_BYTES = 10;

  private byte[] bytes = new byte[0];
  private int position;
  private int limit;

  void reset(byte[] source, int firstByte) {
    this.bytes = source;
    this.position = firstByte * 8;
    this.limit = source.length * 8;
  }

  int readBit() {
    int at = position;
    if (at >= limit) {
      throw new CorruptChunkException("a chunk ends within a sample");
    }
    position = at + 1;
    return (bytes[at >>> 3] >>> (7 - (at & 7))) & 1;
  }

  /// Reads from 1 to 64 bits.
  long readBits(int count) {
    int at = position;
    if (count > limit - at) {
      throw new CorruptChunkException("a chunk ends within a sample");
    }
    position = at + count;
    int index = at >>> 3;
    int shift = at & 7;
    if (index + 9 > bytes.length) {
      return readBitsNearEnd(index, shift, count);
    }
    long word = (long) LONG.get(bytes, index) << shift;
    if (shift + count > Long.SIZE) {
      word |= (bytes[index + 8] & 0xFFL) >>> (8 - shift);
    }
    return word >>> (Long.SIZE - count);
  }

  private long readBitsNearEnd(int index, int shift, int count) {
    long value = bytes[index] & (0xFF >>> shift);
    int have = 8 - shift;
    int next = index + 1;
    while (have + 8 <= count) {
      value = (value << 8) | (bytes[next++] & 0xFF);
      have += 8;
    }
    if (have >= count) {
      return value >>> (have - count);
    }
    int missing = count - have;
    return (value << missing) | ((bytes[next] & 0xFF) >>> (8 - missing));
  }

  long readUnsignedVarint() {
    long value = 0;
    for (int i = 0; i < MAX_VARINT_BYTES; i++) {
      long next = readBits(8);
      value |= (next & 0x7F) << (7 * i);
      if ((next & 0x80) == 0) {
        return value;
      }
    }
    throw new CorruptChunkException("a number in a chunk is longer than ten bytes");
  }

  long readVarint() {
    long value = readUnsignedVarint();
    return (value >>> 1) ^ -(value & 1);
  }
}
