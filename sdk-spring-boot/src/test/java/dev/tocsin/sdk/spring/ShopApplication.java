package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.correlation.Correlation;
import dev.tocsin.sdk.health.Criticality;
import dev.tocsin.sdk.health.HealthIndicator;
import dev.tocsin.sdk.health.HealthOutcome;
import dev.tocsin.sdk.health.HealthScope;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.server.ResponseStatusException;

/// A shop of the size of a test.
@Configuration
@EnableAutoConfiguration
class ShopApplication {

  @Bean
  DataSource dataSource() {
    JdbcDataSource dataSource = new JdbcDataSource();
    dataSource.setURL("jdbc:h2:mem:shop");
    return dataSource;
  }

  @Bean
  AtomicReference<HealthOutcome> shipping() {
    return new AtomicReference<>(HealthOutcome.up());
  }

  @Bean
  HealthIndicator shippingIndicator(AtomicReference<HealthOutcome> shipping) {
    return HealthIndicator.of(
        "shipping", Criticality.DEGRADING, HealthScope.READINESS, shipping::get);
  }

  /// The pages of the shop; [#gate] holds the slow ones.
  @RestController
  static class Shop {

    final CountDownLatch gate = new CountDownLatch(1);
    final CountDownLatch waiting = new CountDownLatch(1);
    private final RestClient client;

    Shop(RestClient.Builder clients) {
      this.client = clients.build();
    }

    @GetMapping("/products/{id}")
    String product(@PathVariable("id") String id) {
      return "product " + id;
    }

    @GetMapping("/v1/admin/{page}")
    String broken(@PathVariable("page") String page) {
      throw new IllegalStateException("cannot show " + page);
    }

    @GetMapping("/orders/{id}")
    String absent(@PathVariable("id") String id) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }

    @GetMapping("/refused")
    String refused() {
      throw new ResponseStatusException(HttpStatus.UNAUTHORIZED);
    }

    @GetMapping("/slow/{id}")
    byte[] slow(@PathVariable("id") String id) throws InterruptedException {
      waiting.countDown();
      gate.await();
      return new byte[8 * 1024 * 1024];
    }

    @GetMapping("/later/{id}")
    Callable<String> later(@PathVariable("id") String id) {
      return () -> Correlation.current().orElseThrow().correlationId();
    }

    @GetMapping("/later-broken")
    Callable<String> laterBroken() {
      return () -> {
        throw new IllegalStateException("later");
      };
    }

    @GetMapping("/relay/{port}")
    String relay(@PathVariable("port") int port) {
      String body =
          client.get().uri("http://localhost:" + port + "/echo").retrieve().body(String.class);
      return String.valueOf(body);
    }

    @GetMapping("/echo")
    String echo() {
      return Correlation.current().orElseThrow().toString();
    }
  }
}
