package dev.tocsin.bench.cost;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// A shop with one product page and nothing else.
@SpringBootApplication
@RestController
public class BareShop {

  /// What a page shows.
  public record Product(long id, String name, BigDecimal price, String currency) {}

  public static void main(String[] arguments) {
    SpringApplication.run(BareShop.class, arguments);
  }

  @GetMapping("/products/{id}")
  public Product product(@PathVariable long id) {
    return new Product(id, "product " + id, BigDecimal.valueOf(id, 2), "EUR");
  }

  /// Bytes that all threads have allocated so far.
  @GetMapping("/allocated")
  public long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
  }
}
