package dev.tocsin.sandbox;

import java.io.Serial;
import java.util.List;

/// A control or inbox request that cannot be followed, with everything that is wrong with it.
final class BadRequest extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  BadRequest(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  List<String> problems() {
    return problems;
  }
}
