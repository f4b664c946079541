package dev.tocsin.promql;

/// The text is not an expression. The message starts with line and column: `1:15: parse error: …`.
public final class PromQlParseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int position;
  private final int line;
  private final int column;

  /// @param position the offset of the offending place in the text, in UTF-16 units
  public PromQlParseException(int position, int line, int column, String problem) {
    super(line + ":" + column + ": parse error: " + problem);
    this.position = position;
    this.line = line;
    this.column = column;
  }

  public int position() {
    return position;
  }

  /// The line, from 1.
  public int line() {
    return line;
  }

  /// The column within the line, from 1.
  public int column() {
    return column;
  }
}
