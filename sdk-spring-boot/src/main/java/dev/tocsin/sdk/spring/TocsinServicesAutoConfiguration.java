package dev.tocsin.sdk.spring;

import com.mongodb.client.MongoClient;
import dev.tocsin.sdk.dependency.EmailIndicator;
import dev.tocsin.sdk.dependency.LettuceIndicator;
import dev.tocsin.sdk.dependency.MongoIndicator;
import dev.tocsin.sdk.dependency.SmtpAccount;
import dev.tocsin.sdk.dependency.StorageIndicator;
import dev.tocsin.sdk.health.HealthIndicator;
import dev.tocsin.sdk.readiness.ConfigContract;
import io.lettuce.core.api.StatefulRedisConnection;
import jakarta.mail.Transport;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import software.amazon.awssdk.services.s3.S3Client;

/// Checks the services outside that this application has.
@AutoConfiguration(after = TocsinReadinessAutoConfiguration.class)
@EnableConfigurationProperties(TocsinServicesProperties.class)
@ConditionalOnBooleanProperty(name = "tocsin.services.enabled", matchIfMissing = true)
public final class TocsinServicesAutoConfiguration {

  @Bean
  PlatformServices tocsinPlatformServices(
      Environment environment, ObjectProvider<ConfigContract> contract) {
    return new PlatformServices(
        environment, contract.getIfAvailable(() -> new ConfigContract(false, List.of())));
  }

  @Bean
  ContributedIndicators tocsinPlatformIndicators(
      PlatformServices services, TocsinServicesProperties properties) {
    return new ContributedIndicators(services.indicators(properties.urls()))
        .without(properties.disabled());
  }

  @Bean
  @ConditionalOnMissingBean(type = "software.amazon.awssdk.services.s3.S3Client")
  ContributedIndicators tocsinStorageWithoutClient(
      PlatformServices services, TocsinServicesProperties properties) {
    return services.storageWithoutClient().without(properties.disabled());
  }

  /// MongoDB, when its driver is there.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MongoClient.class)
  static class Mongo {

    @Bean
    ContributedIndicators tocsinMongoIndicator(
        PlatformServices services, TocsinServicesProperties properties) {
      return new ContributedIndicators(
              services.concerns(MongoIndicator.KEY)
                  ? List.of(MongoIndicator.of(services.url(MongoIndicator.KEY)))
                  : List.of())
          .without(properties.disabled());
    }
  }

  /// Storage, when the application has a client.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(S3Client.class)
  static class Storage {

    @Bean
    @ConditionalOnSingleCandidate(S3Client.class)
    ContributedIndicators tocsinStorageIndicator(
        S3Client client, PlatformServices services, TocsinServicesProperties properties) {
      return services
          .storage(bucket -> new StorageIndicator(client, bucket))
          .without(properties.disabled());
    }
  }

  /// Email, when a mail library is there and a server is named.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(Transport.class)
  static class Email {

    private static final int SUBMISSION_PORT = 587;

    @Bean
    ContributedIndicators tocsinEmailIndicator(
        Environment environment, TocsinServicesProperties properties) {
      String host = first(environment, "SMTP_HOST", "spring.mail.host");
      if (host == null || host.isBlank()) {
        return new ContributedIndicators(List.of());
      }
      String port = first(environment, "SMTP_PORT", "spring.mail.port");
      SmtpAccount account =
          new SmtpAccount(
              host,
              port == null ? SUBMISSION_PORT : Integer.parseInt(port),
              first(environment, "SMTP_USER", "spring.mail.username"),
              first(environment, "SMTP_PASSWORD", "spring.mail.password"));
      return new ContributedIndicators(List.of(new EmailIndicator(account)))
          .without(properties.disabled());
    }

    private static @Nullable String first(Environment environment, String key, String otherwise) {
      String value = environment.getProperty(key);
      return value == null ? environment.getProperty(otherwise) : value;
    }
  }

  /// Redis through the application's own connection, when there is one.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(StatefulRedisConnection.class)
  static class Lettuce {

    @Bean
    @ConditionalOnSingleCandidate(StatefulRedisConnection.class)
    HealthIndicator tocsinLettuceIndicator(StatefulRedisConnection<String, String> connection) {
      return new LettuceIndicator(connection);
    }
  }
}
