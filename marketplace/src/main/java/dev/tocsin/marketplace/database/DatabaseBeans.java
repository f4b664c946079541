package dev.tocsin.marketplace.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tocsin.marketplace.fault.FaultyDataSource;
import dev.tocsin.marketplace.fault.Switchboard;
import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Connection pool, migrations and transactions.
@Configuration(proxyBeanMethods = false)
class DatabaseBeans {
  private static final long CONNECTION_WAIT_MILLIS = Duration.ofSeconds(3).toMillis();

  /// Migrated before anybody can ask for a connection.
  @Bean
  FaultyDataSource dataSource(DatabaseOptions options, Switchboard switchboard) {
    var address = options.address();
    try {
      return new FaultyDataSource(migrated(address, options.connections()), switchboard);
    } catch (RuntimeException exception) {
      throw new DatabaseUnusableException(address, exception);
    }
  }

  private static HikariDataSource migrated(DatabaseAddress address, int connections) {
    var pool = new HikariDataSource(poolConfig(address, connections));
    try {
      Flyway.configure().dataSource(pool).locations("classpath:db/migration").load().migrate();
      return pool;
    } catch (RuntimeException exception) {
      pool.close();
      throw exception;
    }
  }

  private static HikariConfig poolConfig(DatabaseAddress address, int connections) {
    var config = new HikariConfig();
    config.setPoolName("shop");
    config.setJdbcUrl(address.jdbcUrl());
    if (!address.user().isEmpty()) {
      config.setUsername(address.user());
      config.setPassword(address.password());
    }
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECTION_WAIT_MILLIS);
    return config;
  }

  @Bean
  JdbcClient jdbcClient(DataSource dataSource) {
    return JdbcClient.create(dataSource);
  }

  @Bean
  TransactionTemplate transactions(DataSource dataSource) {
    return new TransactionTemplate(new JdbcTransactionManager(dataSource));
  }

  @Bean
  Identifiers identifiers(InstantSource clock) {
    return new Identifiers(clock);
  }
}
