package dev.tocsin.tsdb.wal;

import dev.tocsin.series.Labels;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// Collects encoded records until they are written to a file in one go.
final class RecordBuffer {
  private static final int INITIAL_BYTES = 64 * 1024;

  /// A buffer that has grown beyond this is given up when it is cleared.
  private static final int KEPT_BYTES = 8 * 1024 * 1024;

  private static final int MAX_VARINT_BYTES = 10;
  private static final int NO_RECORD = -1;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final CRC32C checksum = new CRC32C();
  private byte[] bytes = new byte[INITIAL_BYTES];
  private int length;
  private int recordStart = NO_RECORD;

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
    recordStart = NO_RECORD;
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[INITIAL_BYTES];
    }
  }

  void putFileHeader(byte kind, long number) {
    reserve(LogFormat.FILE_HEADER_BYTES);
    INT.set(bytes, length, LogFormat.MAGIC);
    bytes[length + 4] = LogFormat.VERSION;
    bytes[length + 5] = kind;
    bytes[length + 6] = 0;
    bytes[length + 7] = 0;
    LONG.set(bytes, length + 8, number);
    length += LogFormat.FILE_HEADER_BYTES;
  }

  boolean isInRecord() {
    return recordStart != NO_RECORD;
  }

  /// The size of the record so far.
  int recordBytes() {
    return length - recordStart;
  }

  void begin(byte type) {
    if (isInRecord()) {
      throw new IllegalStateException("BUG: a record within a record");
    }
    reserve(LogFormat.RECORD_HEADER_BYTES + 1);
    recordStart = length;
    length += LogFormat.RECORD_HEADER_BYTES;
    bytes[length++] = type;
  }

  void end() {
    int payloadStart = recordStart + LogFormat.RECORD_HEADER_BYTES;
    int payloadBytes = length - payloadStart;
    if (payloadBytes > LogFormat.MAX_RECORD_BYTES) {
      throw new IllegalStateException("BUG: a record of " + payloadBytes + " bytes");
    }
    INT.set(bytes, recordStart, payloadBytes);
    INT.set(bytes, recordStart + 4, checksum(payloadStart, payloadBytes));
    INT.set(bytes, recordStart + 8, checksum(recordStart, 8));
    recordStart = NO_RECORD;
  }

  private int checksum(int start, int count) {
    checksum.reset();
    checksum.update(bytes, start, count);
    return (int) checksum.getValue();
  }

  void putUnsignedVarint(long value) {
    reserve(MAX_VARINT_BYTES);
    putReserved(value);
  }

  void putVarint(long value) {
    putUnsignedVarint((value << 1) ^ (value >> 63));
  }

  /// Two differences and a value, the shape of every sample.
  void putSample(long indexDelta, long millisDelta, double value) {
    reserve(2 * MAX_VARINT_BYTES + Long.BYTES);
    putReserved((indexDelta << 1) ^ (indexDelta >> 63));
    putReserved((millisDelta << 1) ^ (millisDelta >> 63));
    LONG.set(bytes, length, Double.doubleToRawLongBits(value));
    length += Long.BYTES;
  }

  private void putReserved(long value) {
    byte[] target = bytes;
    int at = length;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      target[at++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    target[at++] = (byte) rest;
    length = at;
  }

  void putLabels(Labels labels) {
    putUnsignedVarint(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      putBytes(labels.name(i).getBytes(StandardCharsets.UTF_8));
      putBytes(labels.value(i).getBytes(StandardCharsets.UTF_8));
    }
  }

  /// A length and that many bytes.
  void putBytes(byte[] source) {
    putUnsignedVarint(source.length);
    reserve(source.length);
    System.arraycopy(source, 0, bytes, length, source.length);
    length += source.length;
  }

  private void reserve(int byteCount) {
    int needed = Math.addExact(length, byteCount);
    if (needed > bytes.length) {
      bytes =
          Arrays.copyOf(
              bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * bytes.length)));
    }
  }
}
