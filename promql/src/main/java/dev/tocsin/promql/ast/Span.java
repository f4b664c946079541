package dev.tocsin.promql.ast;

/// Where an expression stands in the query text: offsets in UTF-16 units, the end exclusive, and
/// the line and column of the start, both from 1.
public record Span(int start, int end, int line, int column) {
  /// From the start of this to the end of another span.
  public Span to(Span last) {
    return new Span(start, last.end, line, column);
  }

  /// The form in which annotations name a place: `1:7`.
  @Override
  public String toString() {
    return line + ":" + column;
  }
}
