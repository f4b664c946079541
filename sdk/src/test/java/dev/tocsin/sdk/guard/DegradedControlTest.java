package dev.tocsin.sdk.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.fallback.Fallbacks;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.redis.RedisLink;
import dev.tocsin.sdk.testkit.ManualClock;
import dev.tocsin.sdk.testkit.RealRedis;
import dev.tocsin.sdk.testkit.Samples;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class DegradedControlTest {

  private static final String KEY = "ads.viewer-controls.unavailable";

  private final Telemetry telemetry = new Telemetry();
  private final Fallbacks fallbacks = new Fallbacks(telemetry);

  private DegradedControl control(String policy) {
    return new DegradedControl(
        KEY,
        DegradedModePolicy.parse("ADS_DEGRADED_MODE_POLICY", policy),
        telemetry.counter("ads_degraded_control_events_total", "Degraded controls.", "policy"),
        fallbacks);
  }

  /// The example of the documentation, with Redis stopped.
  @Test
  void withRedisAwayFailOpenServesAndFailClosedDoesNotAndBothAreCounted() {
    ManualClock clock = new ManualClock();
    try (RealRedis redis = new RealRedis();
        RedisLink link = new RedisLink(redis.url(), Duration.ofSeconds(5), clock)) {
      Callable<Boolean> cap =
          () -> link.<Long>call(commands -> commands.incr("ads:viewer:7:shown")) <= 2;
      DegradedControl open = control("fail_open");
      DegradedControl closed = control("fail_closed");
      assertTrue(open.permits(cap));
      assertTrue(closed.permits(cap));
      assertFalse(open.permits(cap));

      redis.stop();
      assertTrue(open.permits(cap));
      assertFalse(closed.permits(cap));
      assertEquals(
          List.of(
              "ads_degraded_control_events_total{policy=\"fail_closed\"} 1.0",
              "ads_degraded_control_events_total{policy=\"fail_open\"} 1.0"),
          Samples.of(telemetry, "ads_degraded_control_events_total{"));
      assertEquals(KEY, fallbacks.active().get(0).status().key());
    }
  }

  @Test
  void theModeIsOverWhenTheControlAnswersAgain() {
    DegradedControl control = control(null);
    control.permits(
        () -> {
          throw new IllegalStateException("away");
        });
    assertEquals(1, fallbacks.active().size());
    assertFalse(control.permits(() -> false));
    assertEquals(List.of(), fallbacks.active());
  }

  @Test
  void anyOtherPolicyStopsTheStart() {
    assertEquals(DegradedModePolicy.FAIL_OPEN, control(null).policy());
    for (String value : List.of("", "FAIL_OPEN", "open", "fail_open ")) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> control(value));
      assertEquals(
          "ADS_DEGRADED_MODE_POLICY is '" + value + "'; it must be fail_open or fail_closed.",
          refused.getMessage());
    }
  }
}
