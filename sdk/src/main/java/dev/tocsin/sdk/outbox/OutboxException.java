package dev.tocsin.sdk.outbox;

/// The outbox could not write with the caller's transaction, which should roll back.
public final class OutboxException extends RuntimeException {

  private static final long serialVersionUID = 1;

  OutboxException(String message, Throwable cause) {
    super(message, cause);
  }
}
