package dev.tocsin.server.http;

import java.util.List;
import java.util.function.Supplier;

/// What stands on top of every page for operators, for templates.
public final class PageBanner {
  private static final ScopedValue<Supplier<List<String>>> LINES = ScopedValue.newInstance();

  private PageBanner() {}

  /// Runs a rendering with a banner.
  static void render(Supplier<List<String>> lines, Runnable rendering) {
    ScopedValue.where(LINES, lines).run(rendering);
  }

  /// The first is the headline; none for no banner.
  public static List<String> lines() {
    return LINES.get().get();
  }
}
