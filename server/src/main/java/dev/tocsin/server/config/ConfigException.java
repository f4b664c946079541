package dev.tocsin.server.config;

import java.util.List;
import java.util.stream.Collectors;

/// The configuration cannot be used; carries every problem found in it.
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  public ConfigException(List<Problem> problems) {
    super(
        problems.stream()
            .map(problem -> "  " + problem)
            .collect(
                Collectors.joining(
                    "\n",
                    problems.size() == 1
                        ? "1 problem in the configuration:\n"
                        : problems.size() + " problems in the configuration:\n",
                    "")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
