package dev.tocsin.server.ingest;

/// The names that metrics and labels may have.
///
/// Source: the Prometheus data model, in its classic form.
public final class MetricNames {
  private MetricNames() {}

  public static boolean isMetricName(String text) {
    return fits(text, true);
  }

  public static boolean isLabelName(String text) {
    return fits(text, false);
  }

  private static boolean fits(String text, boolean colons) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean starts = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      boolean follows = i > 0 && c >= '0' && c <= '9';
      if (!starts && !follows && !(colons && c == ':')) {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
