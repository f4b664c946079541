package dev.tocsin.tsdb.wal;

import dev.tocsin.series.Labels;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Decodes the payload of a record. Every length is held against what is left of the record before
/// anything is allocated for it.
final class RecordCursor {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int MAX_VARINT_BYTES = 10;

  /// A label is a name, which may be empty, and a value, which is not, each behind its length.
  private static final int MIN_LABEL_BYTES = 3;

  private final byte[] bytes;
  private final int limit;
  private int position;

  RecordCursor(byte[] bytes, int length) {
    this.bytes = bytes;
    this.limit = length;
  }

  boolean hasMore() {
    return position < limit;
  }

  byte type() throws MalformedRecordException {
    require(1);
    return bytes[position++];
  }

  long unsignedVarint() throws MalformedRecordException {
    long value = 0;
    for (int i = 0; i < MAX_VARINT_BYTES; i++) {
      require(1);
      byte next = bytes[position++];
      value |= (next & 0x7FL) << (7 * i);
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedRecordException("a number longer than ten bytes");
  }

  long varint() throws MalformedRecordException {
    long value = unsignedVarint();
    return (value >>> 1) ^ -(value & 1);
  }

  double value() throws MalformedRecordException {
    require(Long.BYTES);
    long bits = (long) LONG.get(bytes, position);
    position += Long.BYTES;
    return Double.longBitsToDouble(bits);
  }

  /// A count of things that take at least so many bytes each.
  int count(int minBytesEach) throws MalformedRecordException {
    long count = unsignedVarint();
    if (count < 0 || count > (limit - position) / minBytesEach) {
      throw new MalformedRecordException("a count of " + count + " beyond the record's end");
    }
    return (int) count;
  }

  byte[] bytes() throws MalformedRecordException {
    int length = count(1);
    position += length;
    return Arrays.copyOfRange(bytes, position - length, position);
  }

  Labels labels() throws MalformedRecordException {
    var pairs = new String[2 * count(MIN_LABEL_BYTES)];
    for (int i = 0; i < pairs.length; i++) {
      int length = count(1);
      pairs[i] = new String(bytes, position, length, StandardCharsets.UTF_8);
      position += length;
    }
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i + 1].isEmpty() || (i > 0 && pairs[i - 2].compareTo(pairs[i]) >= 0)) {
        throw new MalformedRecordException("labels that are empty, repeated or out of order");
      }
    }
    return Labels.ofSorted(pairs);
  }

  private void require(int byteCount) throws MalformedRecordException {
    if (byteCount > limit - position) {
      throw new MalformedRecordException("a record that ends too early");
    }
  }
}
