package dev.tocsin.bench.cost;

import com.sun.management.ThreadMXBean;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// A shop with one product page and nothing else, or with one JSON line for each request as an
/// application would write it by itself.
@SpringBootApplication
@RestController
public class BareShop {

  private static final Logger LOG = LoggerFactory.getLogger(BareShop.class);

  /// What a page shows.
  public record Product(long id, String name, BigDecimal price, String currency) {}

  public static void main(String[] arguments) {
    SpringApplication.run(BareShop.class, arguments);
  }

  @GetMapping("/products/{id}")
  public Product product(@PathVariable long id) {
    return new Product(id, "product " + id, BigDecimal.valueOf(id, 2), "EUR");
  }

  @Bean
  @ConditionalOnBooleanProperty("shop.access-line")
  Filter accessLine() {
    return (request, response, chain) -> {
      long begin = System.nanoTime();
      chain.doFilter(request, response);
      var asked = (HttpServletRequest) request;
      var answer = (HttpServletResponse) response;
      LOG.atInfo()
          .addKeyValue("method", asked.getMethod())
          .addKeyValue("url", asked.getRequestURI())
          .addKeyValue("status", answer.getStatus())
          .addKeyValue("duration", (System.nanoTime() - begin) / 1e6)
          .log("request");
    };
  }

  /// Bytes that all threads have allocated so far.
  @GetMapping("/allocated")
  public long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
  }
}
