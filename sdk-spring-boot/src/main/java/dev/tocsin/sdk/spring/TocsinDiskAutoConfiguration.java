package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.disk.DiskLimits;
import dev.tocsin.sdk.disk.DiskWatch;
import dev.tocsin.sdk.metrics.Telemetry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/// Watches the volumes of the settings, that of `ORDER_UPLOAD_ROOT` as `uploads`, that of
/// `DATABASE_VOLUME` as `database`, and the working directory's as `application`.
@AutoConfiguration(after = TocsinMetricsAutoConfiguration.class)
@EnableConfigurationProperties(DiskProperties.class)
@ConditionalOnBooleanProperty(name = "tocsin.disk.enabled", matchIfMissing = true)
public final class TocsinDiskAutoConfiguration {

  @Bean(initMethod = "start")
  @ConditionalOnMissingBean
  DiskWatch tocsinDiskWatch(DiskProperties settings, Environment environment, Telemetry telemetry) {
    Map<String, Path> volumes = new LinkedHashMap<>();
    volumes.put("application", Path.of("").toAbsolutePath());
    add(volumes, "database", environment.getProperty("DATABASE_VOLUME", ""));
    add(volumes, "uploads", environment.getProperty("ORDER_UPLOAD_ROOT", ""));
    volumes.putAll(settings.volumes());
    DiskLimits limits =
        new DiskLimits(settings.warningRatio(), settings.criticalRatio(), settings.interval());
    return new DiskWatch(volumes, limits, InstantSource.system(), telemetry);
  }

  private static void add(Map<String, Path> volumes, String name, String path) {
    if (!path.isBlank()) {
      volumes.put(name, Path.of(path));
    }
  }
}
