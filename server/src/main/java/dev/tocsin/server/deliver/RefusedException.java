package dev.tocsin.server.deliver;

/// A wish about dead letters that is not granted as it is; the message says why and what to do.
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RefusedException(String message) {
    super(message);
  }
}
