package dev.tocsin.sdk.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.tocsin.sdk.data.DataMetrics;
import dev.tocsin.sdk.ops.MetricsEndpoint;
import dev.tocsin.sdk.ops.OpsRequest;
import dev.tocsin.sdk.segment.RequestSegments;
import dev.tocsin.sdk.testkit.RealRedis;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.StringRedisTemplate;

/// What an application with a pool, a Redis and flags has without a line of code.
class DataRecordingTest {

  @Test
  void thePoolAndItsQueriesAreSeenAndTheBeanKeepsItsClass() throws Exception {
    try (ConfigurableApplicationContext context = start()) {
      HikariDataSource pool = context.getBean(HikariDataSource.class);
      try (Connection connection = pool.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("create table orders (id int)");
        statement.executeQuery("select id from orders where id = 3").close();
        DataMetrics figures = context.getBean(DataMetrics.class);
        // A health check may have one of its own for a moment.
        Awaitility.await()
            .until(() -> figures.getConnectionPoolMetrics().get("pool").active() == 1);
      }

      String answer = ask(context, "database");
      assertTrue(answer.contains("\"utilisationPercent\":0.0"), answer);
      assertTrue(
          answer.contains(
              "{\"labels\":{\"operation\":\"select\",\"table\":\"orders\"},\"count\":1"),
          answer);
    }
  }

  @Test
  void commandsOfSpringDataRedisAreCounted() throws Exception {
    try (RealRedis redis = new RealRedis();
        ConfigurableApplicationContext context =
            start("--spring.data.redis.port=" + redis.port())) {
      context.getBean(StringRedisTemplate.class).opsForValue().set("a", "1");
      context.getBean(StringRedisTemplate.class).opsForValue().get("a");

      String answer = ask(context, "cache");
      assertTrue(
          answer.contains("{\"operation\":\"get\",\"status\":\"success\"},\"value\":1.0"), answer);
      assertTrue(
          answer.contains("{\"operation\":\"set\",\"status\":\"success\"},\"value\":1.0"), answer);
    }
  }

  @Test
  void flagsThroughOpenFeatureAreCountedWhileTheApplicationRuns() {
    int before = OpenFeatureAPI.getInstance().getHooks().size();
    try (ConfigurableApplicationContext context = start()) {
      OpenFeatureAPI.getInstance().getClient().getBooleanValue("new-cart", true);
      assertTrue(ask(context, "segment").contains("\"flag\":\"new-cart\""));
    }
    assertEquals(before, OpenFeatureAPI.getInstance().getHooks().size());
  }

  @Test
  void dataAndSegmentsCanBeSwitchedOff() {
    try (ConfigurableApplicationContext context =
        start(
            "--tocsin.data.enabled=false",
            "--tocsin.segments.enabled=false",
            "--tocsin.trace.enabled=false")) {
      assertTrue(context.getBeansOfType(DataMetrics.class).isEmpty());
      assertTrue(context.getBeansOfType(RequestSegments.class).isEmpty());
      HikariDataSource pool = context.getBean(HikariDataSource.class);
      assertEquals(HikariDataSource.class, pool.getClass());
    }
  }

  @Test
  void requestsAreCountedByDeviceRegionAndVersion() throws Exception {
    try (RunningShop shop = new RunningShop("tocsin.segments.region-header=X-Region")) {
      shop.get(
          "/v1/admin/users", "User-Agent", "Mozilla/5.0 (iPhone) Safari/604.1", "X-Region", "fr");
      shop.get("/later/1", "User-Agent", "curl/8.5.0");

      Awaitility.await()
          .untilAsserted(
              () ->
                  assertEquals(
                      List.of(
                          "requests_by_device_total{device=\"mobile\"} 1.0",
                          "requests_by_device_total{device=\"other\"} 1.0"),
                      shop.samples("requests_by_device_total")));
      assertEquals(
          List.of("request_errors_by_client_total{browser=\"safari\",os=\"ios\"} 1.0"),
          shop.samples("request_errors_by_client_total"));
      assertEquals(
          List.of(
              "requests_by_region_total{region=\"FR\"} 1.0",
              "requests_by_region_total{region=\"unknown\"} 1.0"),
          shop.samples("requests_by_region_total"));
      assertEquals(
          List.of("api_version_requests_total{version=\"v1\"} 1.0"),
          shop.samples("api_version_requests_total"));
    }
  }

  @Test
  void threadsOfTomcatAreThereUnlessSwitchedOff() throws Exception {
    try (RunningShop shop = new RunningShop()) {
      shop.get("/products/1");
      assertFalse(shop.samples("tomcat_threads_busy_threads").isEmpty());
    }
    try (RunningShop shop = new RunningShop("tocsin.metrics.tomcat=false")) {
      assertTrue(shop.samples("tomcat_").isEmpty());
    }
  }

  private static ConfigurableApplicationContext start(String... settings) {
    String[] arguments = new String[settings.length + 2];
    System.arraycopy(settings, 0, arguments, 0, settings.length);
    arguments[settings.length] = "--spring.main.banner-mode=off";
    arguments[settings.length + 1] = "--logging.level.root=off";
    return new SpringApplicationBuilder(Application.class)
        .web(WebApplicationType.NONE)
        .run(arguments);
  }

  private static String ask(ConfigurableApplicationContext context, String area) {
    OpsRequest request = new OpsRequest(Map.of("area", area), Map.of(), "", "operator");
    return context.getBean(MetricsEndpoint.class).answer(request).body();
  }

  @Configuration
  @EnableAutoConfiguration
  static class Application {

    @Bean
    HikariDataSource pool() {
      HikariDataSource pool = new HikariDataSource();
      pool.setJdbcUrl("jdbc:h2:mem:data-recording");
      return pool;
    }
  }
}
