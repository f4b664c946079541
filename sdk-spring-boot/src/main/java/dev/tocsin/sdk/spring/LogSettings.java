package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.log.FileOptions;
import dev.tocsin.sdk.log.LogOptions;
import dev.tocsin.sdk.log.LokiOptions;
import dev.tocsin.sdk.redact.Redactor;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/// Turns the settings of an application into those of its logging.
final class LogSettings {

  private final Environment environment;
  private final TocsinLogProperties properties;
  private final String service;

  LogSettings(Environment environment) {
    this.environment = environment;
    this.properties = Binder.get(environment).bindOrCreate("tocsin.log", TocsinLogProperties.class);
    this.service = environment.getProperty("spring.application.name", "application");
  }

  LogOptions options() {
    return new LogOptions(
        service,
        format(),
        properties.sampling().options(),
        Redactor.standard().withKeys(properties.redactKeys()),
        files(),
        loki());
  }

  private LogOptions.Format format() {
    LogOptions.@Nullable Format set = properties.format();
    if (set != null) {
      return set;
    }
    return environment.acceptsProfiles(Profiles.of("prod | production"))
        ? LogOptions.Format.JSON
        : LogOptions.Format.READABLE;
  }

  private @Nullable FileOptions files() {
    TocsinLogProperties.Files files = properties.files();
    String folder = files.folder();
    return folder == null || folder.isBlank()
        ? null
        : new FileOptions(
            Path.of(folder),
            files.combinedDays(),
            files.errorDays(),
            files.maxFileMegabytes(),
            files.maxTotalMegabytes());
  }

  private @Nullable LokiOptions loki() {
    TocsinLogProperties.Loki loki = properties.loki();
    String set = loki.url();
    String url = set != null ? set : environment.getProperty("LOKI_URL", "");
    if (url.isBlank()) {
      return null;
    }
    Map<String, String> labels = new TreeMap<>(loki.labels());
    labels.putIfAbsent("service", service);
    return new LokiOptions(
        URI.create(url), labels, loki.token(), loki.maxBuffered(), LokiOptions.DEFAULT_TIMEOUT);
  }
}
