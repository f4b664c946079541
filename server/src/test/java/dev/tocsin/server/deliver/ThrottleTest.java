package dev.tocsin.server.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tocsin.server.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThrottleTest {
  private final ManualClock clock = new ManualClock();

  @Test
  void noMoreStartThanFlowIn() {
    var throttle = new Throttle(4, clock);
    assertEquals(4, throttle.available());
    throttle.take(4);
    assertEquals(0, throttle.available());
    assertEquals(250, throttle.waitMillis());

    clock.advance(Duration.ofMillis(250));
    assertEquals(1, throttle.available());
    assertEquals(0, throttle.waitMillis());

    clock.advance(Duration.ofHours(1));
    assertEquals(4, throttle.available());
  }

  @Test
  void zeroIsNoLimit() {
    var throttle = new Throttle(0, clock);
    throttle.take(1_000_000);
    assertEquals(Integer.MAX_VALUE, throttle.available());
    assertEquals(0, throttle.waitMillis());
  }
}
