package dev.tocsin.server.rule;

/// A text of a rule uses a template in a way that is not understood. The message starts with the
/// place within the text.
public final class TemplateException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String remedy;

  TemplateException(int line, int column, String problem, String remedy) {
    super("template %d:%d: %s".formatted(line, column, problem));
    this.remedy = remedy;
  }

  public String remedy() {
    return remedy;
  }
}
