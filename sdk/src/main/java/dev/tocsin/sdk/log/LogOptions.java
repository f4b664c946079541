package dev.tocsin.sdk.log;

import dev.tocsin.sdk.redact.Redactor;
import org.jspecify.annotations.Nullable;

/// How an application logs.
///
/// @param service name of the application, a field of each JSON line
/// @param format of the console
/// @param files null for none
/// @param loki null for none
public record LogOptions(
    String service,
    Format format,
    SamplingOptions sampling,
    Redactor redactor,
    @Nullable FileOptions files,
    @Nullable LokiOptions loki) {

  /// What the console shows. Files and Loki always have JSON.
  public enum Format {
    /// One JSON object on one line, for production.
    JSON,
    /// Time, level, ids and message in columns, for development.
    READABLE,
    /// The appenders of the application stay as they are, behind redaction and sampling.
    UNCHANGED
  }

  /// Readable lines on the console, everything else at its default, no files, no Loki.
  public static LogOptions development(String service) {
    return new LogOptions(
        service, Format.READABLE, SamplingOptions.defaults(), Redactor.standard(), null, null);
  }
}
