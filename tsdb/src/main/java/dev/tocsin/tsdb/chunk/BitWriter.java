package dev.tocsin.tsdb.chunk;

import java.util.Arrays;

/// Appends bits, the most significant first. One thread writes; what others may read meanwhile is
/// explained in [OpenChunk].
final class BitWriter {
  /// Volatile so that a reader who gets a grown array also gets what was copied into it.
  private volatile byte[] bytes;

  private int bitCount;

  BitWriter(int initialBytes) {
    this.bytes = new byte[initialBytes];
  }

  /// The written bytes, followed by unused ones.
  byte[] bytes() {
    return bytes;
  }

  int byteCount() {
    return (bitCount + 7) >>> 3;
  }

  /// Makes room for a number of further bytes. Writes do not check.
  void reserve(int byteCount) {
    byte[] current = bytes;
    int needed = byteCount() + byteCount;
    if (needed > current.length) {
      bytes = Arrays.copyOf(current, Math.max(needed, 2 * current.length));
    }
  }

  void writeBit(int bit) {
    writeBits(bit, 1);
  }

  /// Writes the lowest bits of a value, from 1 to 64 of them.
  void writeBits(long value, int count) {
    byte[] target = bytes;
    long bits = count == Long.SIZE ? value : value & ((1L << count) - 1);
    int index = bitCount >>> 3;
    int free = 8 - (bitCount & 7);
    bitCount += count;
    if (count < free) {
      target[index] |= (byte) (bits << (free - count));
      return;
    }
    int left = count - free;
    target[index++] |= (byte) (bits >>> left);
    while (left >= 8) {
      left -= 8;
      target[index++] = (byte) (bits >>> left);
    }
    if (left > 0) {
      target[index] = (byte) (bits << (8 - left));
    }
  }

  /// Writes seven bits a byte, the lowest first, with the high bit set on all but the last.
  void writeUnsignedVarint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      writeBits((rest & 0x7F) | 0x80, 8);
      rest >>>= 7;
    }
    writeBits(rest, 8);
  }

  /// Writes a signed number so that small ones are short whatever their sign.
  void writeVarint(long value) {
    writeUnsignedVarint((value << 1) ^ (value >> 63));
  }
}
