package dev.tocsin.server.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private final ManualClock clock = new ManualClock();
  private final Breaker breaker = new Breaker(clock);

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      breaker.heard(new Receipt.Retry("HTTP 503"));
    }
  }

  @Test
  void itOpensAfterFailuresInARowOnly() {
    fail(2);
    breaker.heard(new Receipt.Accepted("HTTP 200"));
    fail(2);
    assertFalse(breaker.isOpen());

    fail(1);

    assertTrue(breaker.isOpen());
    assertEquals("not tried, the receiver fails: HTTP 503", breaker.refusal().why());
  }

  @Test
  void aRefusalIsAnAnswerOfALivingReceiver() {
    fail(3);
    assertTrue(breaker.heard(new Receipt.Rejected("HTTP 400")));
    assertFalse(breaker.isOpen());
  }

  @Test
  void oneAtATimeMayAskWhetherItIsBack() {
    fail(3);
    assertFalse(breaker.takeProbe());
    clock.advance(Duration.ofMillis(500));

    assertTrue(breaker.takeProbe());
    assertFalse(breaker.takeProbe());
    breaker.unused();
    assertTrue(breaker.takeProbe());
    assertTrue(breaker.heard(new Receipt.Accepted("HTTP 200")));
    assertFalse(breaker.isOpen());
  }

  @Test
  void thePauseGrowsWithTheOutageAndIsShortAtTwentySeconds() {
    fail(3);
    clock.advance(Duration.ofSeconds(20));
    fail(1);
    assertEquals(800, breaker.waitMillis());

    clock.advance(Duration.ofHours(2));
    fail(1);
    assertEquals(60_000, breaker.waitMillis());
  }

  @Test
  void theWaitThatTheReceiverAsksForIsKept() {
    fail(2);
    breaker.heard(new Receipt.Retry("HTTP 429", Duration.ofSeconds(30)));
    clock.advance(Duration.ofSeconds(29));
    assertFalse(breaker.takeProbe());
    clock.advance(Duration.ofSeconds(1));
    assertTrue(breaker.takeProbe());
  }
}
