package dev.tocsin.server.query;

/// Too many queries wait already; this one was not begun. It may be asked again later.
public final class QueriesBusyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  QueriesBusyException(String message) {
    super(message);
  }
}
