package dev.tocsin.server.ingest.scrape;

/// A scrape gave nothing. The message is shown on the target's line.
final class ScrapeException extends Exception {
  private static final long serialVersionUID = 1;

  ScrapeException(String message) {
    super(message);
  }
}
