package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.log.AccessLog;
import dev.tocsin.sdk.log.FileOptions;
import dev.tocsin.sdk.log.LogOptions;
import dev.tocsin.sdk.log.LokiOptions;
import dev.tocsin.sdk.log.SamplingOptions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings under `tocsin.log`; `sdk/docs/logs.md` explains each.
///
/// @param format of the console; not set means JSON under the profile `prod` or `production`, else
///   readable
/// @param redactKeys names whose values are secret, beside the fixed list
@ConfigurationProperties("tocsin.log")
record TocsinLogProperties(
    LogOptions.@Nullable Format format,
    @DefaultValue List<String> redactKeys,
    @DefaultValue Access access,
    @DefaultValue Sampling sampling,
    @DefaultValue Files files,
    @DefaultValue Loki loki) {

  /// @param ignore paths without a line, beside the default ones
  /// @param userFromToken whether the user is read from a bearer token when the request has no
  ///   principal
  record Access(
      @DefaultValue("true") boolean enabled,
      @DefaultValue List<String> ignore,
      @DefaultValue("true") boolean userFromToken) {

    List<String> ignored() {
      return java.util.stream.Stream.concat(AccessLog.DEFAULT_IGNORED.stream(), ignore.stream())
          .toList();
    }
  }

  record Sampling(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("0.1") double rate,
      @DefaultValue List<String> routes,
      @DefaultValue("50") int frequentPerSecond) {

    SamplingOptions options() {
      return enabled ? new SamplingOptions(rate, routes, frequentPerSecond) : SamplingOptions.off();
    }
  }

  /// @param folder where files are written; not set means none
  record Files(
      @Nullable String folder,
      @DefaultValue("" + FileOptions.DEFAULT_COMBINED_DAYS) int combinedDays,
      @DefaultValue("" + FileOptions.DEFAULT_ERROR_DAYS) int errorDays,
      @DefaultValue("" + FileOptions.DEFAULT_MAX_FILE_MEGABYTES) int maxFileMegabytes,
      @DefaultValue("" + FileOptions.DEFAULT_MAX_TOTAL_MEGABYTES) int maxTotalMegabytes) {}

  /// @param url where Loki is; not set means that `LOKI_URL` decides, empty means nowhere
  record Loki(
      @Nullable String url,
      @Nullable String token,
      @DefaultValue Map<String, String> labels,
      @DefaultValue("" + LokiOptions.DEFAULT_MAX_BUFFERED) int maxBuffered) {

    @Override
    public String toString() {
      return "Loki[labels=" + labels + ", maxBuffered=" + maxBuffered + "]";
    }
  }
}
