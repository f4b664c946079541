package dev.tocsin.promql.function;

/// The instants at which an expression is evaluated, in equal distances.
public record Steps(long startMillis, long stepMillis, int count) {
  public long at(int step) {
    return startMillis + step * stepMillis;
  }

  public long lastMillis() {
    return at(count - 1);
  }
}
