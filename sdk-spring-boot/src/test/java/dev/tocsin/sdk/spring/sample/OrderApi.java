package dev.tocsin.sdk.spring.sample;

import dev.tocsin.sdk.ratelimit.RateLimitRule;
import dev.tocsin.sdk.ratelimit.RateLimiter;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class OrderApi {

  private final Orders orders;
  private final Prices prices;
  private final RateLimiter limiter;

  OrderApi(Orders orders, Prices prices, RateLimiter limiter) {
    this.orders = orders;
    this.prices = prices;
    this.limiter = limiter;
  }

  // snippet: rate-limit
  private static final RateLimitRule FIVE_A_MINUTE =
      new RateLimitRule("orders", 5, Duration.ofMinutes(1));

  @PostMapping("/orders")
  Map<String, String> place(
      @RequestParam String product,
      @RequestHeader(name = "X-Customer", defaultValue = "guest") String customer) {
    limiter.require("/orders", FIVE_A_MINUTE, customer); // the sixth is answered with 429
    return Map.of("id", orders.place(product, prices.of(product)));
  }

  // end

  @GetMapping("/orders/{id}")
  ResponseEntity<String> state(@PathVariable String id) {
    return ResponseEntity.of(orders.state(id));
  }

  @PutMapping("/stock/{product}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void restock(@PathVariable String product, @RequestParam int pieces) {
    orders.restock(product, pieces);
  }
}
