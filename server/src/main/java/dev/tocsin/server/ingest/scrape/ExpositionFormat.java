package dev.tocsin.server.ingest.scrape;

import java.util.Locale;
import java.util.Optional;

/// The two text forms that targets answer in.
enum ExpositionFormat {
  /// Prometheus text 0.0.4: timestamps in milliseconds, the end of the body is the end.
  PROMETHEUS_TEXT,
  /// OpenMetrics 1.0: timestamps in seconds, exemplars, `# EOF` at the end.
  OPEN_METRICS;

  static final String ACCEPT =
      "application/openmetrics-text;version=1.0.0;escaping=underscores;q=0.6,"
          + "text/plain;version=0.0.4;escaping=underscores;q=0.4,*/*;q=0.1";

  /// The format that a content type stands for. None at all counts as Prometheus text, as the
  /// simplest exporters send none.
  static Optional<ExpositionFormat> of(String contentType) {
    int end = contentType.indexOf(';');
    var media = (end < 0 ? contentType : contentType.substring(0, end)).strip();
    return switch (media.toLowerCase(Locale.ROOT)) {
      case "", "text/plain" -> Optional.of(PROMETHEUS_TEXT);
      case "application/openmetrics-text" -> Optional.of(OPEN_METRICS);
      default -> Optional.empty();
    };
  }
}
