package dev.tocsin.sdk.usage;

import java.util.List;

/// The settings for language models are wrong. Has all problems at once; never a secret.
public final class LlmConfigurationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  LlmConfigurationException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /// One sentence each: which key, where in it, what is wrong, how to fix it.
  public List<String> problems() {
    return problems;
  }
}
