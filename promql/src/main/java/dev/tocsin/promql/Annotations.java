package dev.tocsin.promql;

import dev.tocsin.promql.ast.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Remarks of an evaluation beside its value: warnings about probably wrong results and hints about
/// probably wrong use. Each text is kept once. For use by one thread.
public final class Annotations {
  /// More remarks of a kind than this are dropped.
  private static final int MAX_TEXTS = 100;

  private final Set<String> warnings = new LinkedHashSet<>();
  private final Set<String> infos = new LinkedHashSet<>();

  public void warn(String text, Span span) {
    add(warnings, "PromQL warning: " + text + " (" + span + ")");
  }

  public void inform(String text, Span span) {
    add(infos, "PromQL info: " + text + " (" + span + ")");
  }

  private static void add(Set<String> texts, String text) {
    if (texts.size() < MAX_TEXTS) {
      texts.add(text);
    }
  }

  public List<String> warnings() {
    return new ArrayList<>(warnings);
  }

  public List<String> infos() {
    return new ArrayList<>(infos);
  }
}
