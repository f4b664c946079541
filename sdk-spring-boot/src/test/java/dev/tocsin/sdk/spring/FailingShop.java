package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.correlation.Correlation;
import dev.tocsin.sdk.error.FailureContext;
import dev.tocsin.sdk.shutdown.Shutdown;
import dev.tocsin.sdk.shutdown.ShutdownPhase;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/// A shop in which everything goes wrong that can.
@Configuration
@EnableAutoConfiguration
@EnableAsync
@EnableScheduling
@Import({FailingShop.Pages.class, CallingPages.class})
class FailingShop {

  public static void main(String[] arguments) {
    ServletWebServerApplicationContext context =
        (ServletWebServerApplicationContext)
            new SpringApplicationBuilder(FailingShop.class).run(arguments);
    context
        .getBean(Shutdown.class)
        .add(ShutdownPhase.SCHEDULERS, "say", left -> System.out.println("step schedulers"))
        .add(ShutdownPhase.FLUSH, "say", left -> System.out.println("step flush"));
    System.out.println("port " + context.getWebServer().getPort());
  }

  @Bean
  @Scope("prototype")
  WebClient.Builder webClients() {
    return WebClient.builder();
  }

  @Bean
  Jobs jobs() {
    return new Jobs();
  }

  static class Jobs {

    @Scheduled(fixedDelay = 3_600_000)
    void rates() {
      throw new IllegalStateException("no rates today");
    }

    @Async
    void mail() {
      throw new IllegalStateException("no mail today");
    }
  }

  @RestController
  static class Pages {

    private static final Logger LOG = LoggerFactory.getLogger(Pages.class);

    private final JdbcTemplate database;
    private final RestClient client;
    private final Jobs jobs;
    private final int port;
    private final String sign;

    Pages(
        JdbcTemplate database,
        RestClient.Builder clients,
        Jobs jobs,
        @Value("${shop.stock-port:0}") int port,
        @Value("${shop.sign:}") String sign) {
      this.database = database;
      this.client = clients.build();
      this.jobs = jobs;
      this.port = port;
      this.sign = sign;
    }

    @PostMapping("/orders/{id}")
    String order(@PathVariable("id") String id, @RequestBody String body) {
      throw new IllegalStateException("order " + id + " broke, token=seeded-in-message");
    }

    @GetMapping("/handled/{id}")
    String handled(@PathVariable("id") String id) {
      throw new UnsupportedOperationException("handled " + id);
    }

    @GetMapping("/fine")
    String fine() {
      return "fine";
    }

    @ExceptionHandler(UnsupportedOperationException.class)
    ResponseEntity<String> answer(UnsupportedOperationException failure) {
      return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body("come back later");
    }

    @GetMapping("/mail")
    String mail() {
      jobs.mail();
      return "sent";
    }

    @GetMapping("/checkout/{id}")
    String checkout(@PathVariable("id") String id) {
      int one = database.queryForObject("select 1 + 0", Integer.class);
      LOG.warn("checking out");
      String stock =
          client
              .get()
              .uri("http://localhost:" + port + "/stock/" + id)
              .retrieve()
              .body(String.class);
      return one + " " + stock;
    }

    @GetMapping("/stock/{id}")
    String stock(@PathVariable("id") String id) {
      return MDC.get(FailureContext.TRACE_KEY) + " " + MDC.get(Correlation.CORRELATION_KEY);
    }

    /// Lasts until the test makes the file that is its sign.
    @GetMapping("/slow")
    String slow() {
      System.out.println("step slow begins");
      while (!Files.exists(Path.of(sign))) {
        Thread.onSpinWait();
      }
      System.out.println("step slow ends");
      return "served";
    }

    @GetMapping("/crash")
    String crash() {
      new Thread(
              () -> {
                throw new IllegalStateException("settlement thread died");
              },
              "settlement")
          .start();
      return "crashing";
    }
  }
}
