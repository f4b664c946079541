package dev.tocsin.tsdb.wal;

import java.io.IOException;

/// A record whose checksum is right but whose content is not.
final class MalformedRecordException extends IOException {
  private static final long serialVersionUID = 1;

  MalformedRecordException(String message) {
    super(message);
  }
}
