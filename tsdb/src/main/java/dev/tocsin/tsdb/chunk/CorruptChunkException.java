package dev.tocsin.tsdb.chunk;

/// The bytes are not a chunk. Bytes that were appended here never cause it; bytes that come from a
/// file may.
public final class CorruptChunkException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CorruptChunkException(String message) {
    super(message);
  }
}
