package dev.tocsin.tsdb.wal;

/// The constants of the log's format, drawn in `docs/format.md`.
final class LogFormat {
  /// "TLOG".
  static final int MAGIC = 0x544C4F47;

  static final byte VERSION = 1;

  /// Magic, version, kind, two spare bytes, number.
  static final int FILE_HEADER_BYTES = 16;

  /// Length of the payload, checksum of the payload, checksum of these first eight bytes.
  static final int RECORD_HEADER_BYTES = 12;

  /// A longer record is not one of ours.
  static final int MAX_RECORD_BYTES = 64 * 1024 * 1024;

  /// Records of definitions and chunks are ended when they have grown to this size.
  static final int RECORD_TARGET_BYTES = 1024 * 1024;

  static final byte SERIES = 1;
  static final byte SAMPLES = 2;
  static final byte CHUNKS = 3;
  static final byte HORIZON = 4;

  private LogFormat() {}
}
