package dev.tocsin.sdk.spring;

import com.zaxxer.hikari.HikariDataSource;
import dev.tocsin.sdk.pool.HikariPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/// Shows the pools of HikariCP on `/health/db`.
@AutoConfiguration
@ConditionalOnClass(HikariDataSource.class)
@ConditionalOnBooleanProperty(name = "tocsin.health.enabled", matchIfMissing = true)
public final class TocsinPoolAutoConfiguration {

  @Bean
  ContributedPools tocsinHikariPools(ListableBeanFactory beans) {
    Map<String, DataSource> dataSources = beans.getBeansOfType(DataSource.class);
    List<HikariPool> pools = new ArrayList<>();
    dataSources.forEach((name, source) -> HikariPool.of(name, source).ifPresent(pools::add));
    return new ContributedPools(List.copyOf(pools));
  }
}
