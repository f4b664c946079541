package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.trace.ErrorTraces;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings under `tocsin.trace`.
///
/// @param samplingRate share of the traces that begin here and are recorded, 0 to 1
/// @param errors what is kept of failures that sampling did not choose
/// @param environment not set means the first active profile, else `production`
@ConfigurationProperties("tocsin.trace")
record TraceProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("0.1") double samplingRate,
    @DefaultValue("span") ErrorTraces errors,
    @Nullable String environment,
    @DefaultValue("2048") int maxPendingSpans,
    @DefaultValue Otlp otlp) {

  /// @param endpoint not set means that `OTEL_EXPORTER_OTLP_ENDPOINT` decides; without either
  ///   nothing is sent
  record Otlp(@Nullable String endpoint, @DefaultValue Map<String, String> headers) {

    @Override
    public String toString() {
      return "Otlp[endpoint=" + endpoint + ", headers=" + headers.keySet() + "]";
    }
  }
}
