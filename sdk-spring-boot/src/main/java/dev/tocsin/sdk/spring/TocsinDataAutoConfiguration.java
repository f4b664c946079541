package dev.tocsin.sdk.spring;

import com.zaxxer.hikari.HikariDataSource;
import dev.tocsin.sdk.data.DataMetrics;
import dev.tocsin.sdk.data.DatabaseArea;
import dev.tocsin.sdk.data.QueryMonitor;
import dev.tocsin.sdk.data.QueryOptions;
import dev.tocsin.sdk.metrics.ApplicationMetrics;
import dev.tocsin.sdk.metrics.MetricsArea;
import dev.tocsin.sdk.metrics.Telemetry;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/// Pools, queries and Redis commands of the libraries that the application has.
@AutoConfiguration(after = TocsinMetricsAutoConfiguration.class)
@EnableConfigurationProperties(DataSettings.class)
@ConditionalOnBooleanProperty(name = "tocsin.data.enabled", matchIfMissing = true)
public final class TocsinDataAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  DataMetrics tocsinDataMetrics(Telemetry telemetry) {
    return new DataMetrics(telemetry);
  }

  @Bean
  MetricsArea tocsinDatabaseArea(DataMetrics metrics, ObjectProvider<QueryMonitor> queries) {
    return new DatabaseArea(metrics, queries.getIfAvailable());
  }

  /// The pools of HikariCP.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(HikariDataSource.class)
  static class Pools {

    @Bean
    static PoolWatch tocsinPoolWatch(
        ObjectProvider<DataMetrics> metrics, ObjectProvider<Telemetry> telemetry) {
      return new PoolWatch(metrics, telemetry);
    }
  }

  /// Queries, where datasource-proxy is there to see them.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(QueryExecutionListener.class)
  @ConditionalOnBooleanProperty(name = "tocsin.data.queries", matchIfMissing = true)
  static class Queries {

    @Bean
    @ConditionalOnMissingBean
    QueryMonitor tocsinQueryMonitor(DataMetrics metrics, DataSettings settings) {
      QueryOptions options =
          QueryOptions.of(settings.slowQueryThreshold(), settings.queryLogShare());
      return new QueryMonitor(metrics, options);
    }

    @Bean
    static QueryWatch tocsinQueryWatch(ObjectProvider<QueryMonitor> monitor) {
      return new QueryWatch(monitor);
    }
  }

  /// Commands of Redis through Lettuce.
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(LettuceConnectionFactory.class)
  static class Redis {

    @Bean
    static RedisWatch tocsinRedisWatch(ObjectProvider<ApplicationMetrics> metrics) {
      return new RedisWatch(metrics);
    }
  }
}
