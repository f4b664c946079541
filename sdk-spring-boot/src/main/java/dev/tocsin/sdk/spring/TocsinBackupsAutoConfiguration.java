package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.backup.BackupEndpoint;
import dev.tocsin.sdk.backup.Backups;
import dev.tocsin.sdk.backup.BackupsBlock;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.ops.OpsEndpoint;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/// Takes the reports of backup jobs and shows whether backups are fresh.
@AutoConfiguration(after = TocsinMetricsAutoConfiguration.class)
@EnableConfigurationProperties(BackupsProperties.class)
@ConditionalOnBooleanProperty(name = "tocsin.backups.enabled", matchIfMissing = true)
public final class TocsinBackupsAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  Backups tocsinBackups(BackupsProperties settings, Telemetry telemetry) {
    Backups backups =
        new Backups(settings.stateFile(), settings.maxAge(), InstantSource.system(), telemetry);
    settings.expected().forEach(backups::expect);
    return backups;
  }

  @Bean
  OpsEndpoint tocsinBackupEndpoint(Backups backups) {
    return new BackupEndpoint(backups);
  }

  @Bean
  OpsBlock tocsinBackupsBlock(Backups backups) {
    return new BackupsBlock(backups);
  }
}
