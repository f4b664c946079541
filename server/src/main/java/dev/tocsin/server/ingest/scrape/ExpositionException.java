package dev.tocsin.server.ingest.scrape;

/// A text that is not an exposition; the message names line and column.
final class ExpositionException extends Exception {
  private static final long serialVersionUID = 1;

  private final int line;
  private final int column;

  ExpositionException(int line, int column, String problem) {
    super("line " + line + ", column " + column + ": " + problem);
    this.line = line;
    this.column = column;
  }

  int line() {
    return line;
  }

  int column() {
    return column;
  }
}
