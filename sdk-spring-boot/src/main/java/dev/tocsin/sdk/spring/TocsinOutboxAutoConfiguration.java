package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.ops.OpsBlock;
import dev.tocsin.sdk.outbox.FileLogBuffer;
import dev.tocsin.sdk.outbox.Outbox;
import dev.tocsin.sdk.outbox.OutboxAlerts;
import dev.tocsin.sdk.outbox.OutboxBuilder;
import dev.tocsin.sdk.outbox.OutboxOptions;
import dev.tocsin.sdk.outbox.RecoveryBuffer;
import dev.tocsin.sdk.outbox.TransactionSource;
import dev.tocsin.sdk.outbox.Transport;
import dev.tocsin.sdk.outbox.WorkHeaders;
import dev.tocsin.sdk.outbox.redis.RedisStreamBuffer;
import dev.tocsin.sdk.shutdown.Shutdown;
import dev.tocsin.sdk.shutdown.ShutdownPart;
import java.io.IOException;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/// An outbox for the application that has a [Transport] bean: on its database, with the Redis
/// stream and the file that the settings name as buffers, joining Spring's transactions.
@AutoConfiguration(
    after = TocsinMetricsAutoConfiguration.class,
    afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@EnableConfigurationProperties(OutboxProperties.class)
@ConditionalOnBooleanProperty(name = "tocsin.outbox.enabled", matchIfMissing = true)
@ConditionalOnBean(Transport.class)
@ConditionalOnSingleCandidate(DataSource.class)
public final class TocsinOutboxAutoConfiguration {

  private static final int REDIS_FIRST = 0;
  private static final int FILE_LAST = 100;

  @Bean(initMethod = "start")
  @ConditionalOnMissingBean
  Outbox tocsinOutbox(
      DataSource dataSource,
      Transport transport,
      Telemetry telemetry,
      OutboxProperties settings,
      ObjectProvider<RecoveryBuffer> buffers,
      Extensions extensions) {
    OutboxBuilder outbox =
        Outbox.of(settings.name(), dataSource, transport)
            .telemetry(telemetry)
            .options(options(settings));
    buffers.orderedStream().forEach(outbox::buffer);
    extensions.alerts().ifAvailable(outbox::alerts);
    extensions.headers().ifAvailable(outbox::headers);
    extensions.transactions().ifAvailable(outbox::transactions);
    Outbox built = outbox.build();
    extensions.shutdown().ifAvailable(ending -> ending.add(ShutdownPart.OUTBOX, built::finish));
    return built;
  }

  @Bean
  Extensions tocsinOutboxExtensions(
      ObjectProvider<OutboxAlerts> alerts,
      ObjectProvider<WorkHeaders> headers,
      ObjectProvider<TransactionSource> transactions,
      ObjectProvider<Shutdown> shutdown) {
    return new Extensions(alerts, headers, transactions, shutdown);
  }

  @Bean
  OpsBlock tocsinOutboxBlock(Outbox outbox) {
    return outbox.block();
  }

  private static OutboxOptions options(OutboxProperties settings) {
    return new OutboxOptions(
        settings.retries().maxAttempts(),
        settings.retries().first(),
        settings.retries().longest(),
        settings.times().poll(),
        settings.times().append(),
        settings.lossUnacceptable());
  }

  @Bean
  @Order(FILE_LAST)
  @ConditionalOnProperty("tocsin.outbox.log-folder")
  FileLogBuffer tocsinOutboxLog(OutboxProperties settings) throws IOException {
    Path folder = settings.logFolder();
    if (folder == null) {
      throw new IllegalStateException("BUG: no folder for the log of the outbox");
    }
    return new FileLogBuffer(folder, FileLogBuffer.DEFAULT_MAX_BYTES);
  }

  /// What an application may add, and what ends it.
  record Extensions(
      ObjectProvider<OutboxAlerts> alerts,
      ObjectProvider<WorkHeaders> headers,
      ObjectProvider<TransactionSource> transactions,
      ObjectProvider<Shutdown> shutdown) {}

  /// The stream, when there is a client for Redis and an address.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "io.lettuce.core.RedisClient")
  @ConditionalOnProperty(name = "tocsin.outbox.redis-stream", matchIfMissing = true)
  static class RedisStream {

    @Bean
    @Order(REDIS_FIRST)
    @ConditionalOnMissingBean
    @ConditionalOnRedisAddress
    RedisStreamBuffer tocsinOutboxStream(OutboxProperties settings, Environment environment) {
      return RedisStreamBuffer.of(
          ConditionalOnRedisAddress.Condition.address(environment),
          "tocsin:outbox:" + settings.name(),
          RedisStreamBuffer.DEFAULT_MAX_EVENTS,
          settings.times().append());
    }
  }

  /// Spring's transactions, when its JDBC support is there.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "org.springframework.jdbc.datasource.ConnectionHolder")
  static class SpringTransactions {

    @Bean
    @ConditionalOnMissingBean
    TransactionSource tocsinOutboxTransactions(DataSource dataSource) {
      return new SpringTransactionSource(dataSource);
    }
  }
}
