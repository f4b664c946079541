package dev.tocsin.server.config;

import java.util.ArrayList;
import java.util.List;

/// Collects problems so that the reader of a file hears of all of them at once.
public final class Problems {
  private final List<Problem> found = new ArrayList<>();

  public void add(Problem problem) {
    found.add(problem);
  }

  public List<Problem> list() {
    return List.copyOf(found);
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /// @throws ConfigException with all problems, if there are any
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw new ConfigException(found);
    }
  }
}
