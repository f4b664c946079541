package dev.tocsin.server.ingest;

/// A series that may not be written. The message says which and why, for whoever sends it.
public final class RefusedSeriesException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Refusal refusal;

  RefusedSeriesException(Refusal refusal, String message) {
    super(message);
    this.refusal = refusal;
  }

  public Refusal refusal() {
    return refusal;
  }
}
