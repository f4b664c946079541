package dev.tocsin.sdk.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.tocsin.sdk.fallback.FallbackOptions;
import dev.tocsin.sdk.fallback.Fallbacks;
import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.testkit.ManualClock;
import dev.tocsin.sdk.testkit.Samples;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BoundedStalenessTest {

  private static final Duration FRESH = Duration.ofHours(1);
  private static final Duration GRACE = Duration.ofHours(6);
  private static final String STALE_KEY = "i18n.fx-rates.stale-grace-window";

  private final ManualClock clock = new ManualClock();
  private final Telemetry telemetry = new Telemetry();
  private final Fallbacks fallbacks = new Fallbacks(telemetry, FallbackOptions.defaults(), clock);
  private final CounterFamily conversions =
      telemetry.counter("fx_conversions_total", "Conversions.", "rate_state");
  private final BoundedStaleness rates =
      new BoundedStaleness(StalenessRule.fxRates(FRESH, GRACE), conversions, fallbacks, clock);

  private Instant aged(Duration age) {
    return clock.instant().minus(age);
  }

  private List<String> activeKeys() {
    return fallbacks.active().stream().map(mode -> mode.status().key()).toList();
  }

  @Test
  void theBoundariesAreExact() {
    Duration nano = Duration.ofNanos(1);
    Map<Duration, Freshness> expected =
        Map.of(
            Duration.ZERO,
            Freshness.FRESH,
            FRESH,
            Freshness.FRESH,
            FRESH.plus(nano),
            Freshness.STALE,
            FRESH.plus(GRACE),
            Freshness.STALE,
            FRESH.plus(GRACE).plus(nano),
            Freshness.REJECTED,
            Duration.ofMinutes(-1),
            Freshness.FRESH,
            Duration.ofMinutes(-1).minus(nano),
            Freshness.REJECTED);
    expected.forEach(
        (age, freshness) -> assertEquals(freshness, rates.judge(aged(age)), age.toString()));
    assertEquals(Freshness.REJECTED, rates.judge(null));
  }

  /// The example of the documentation.
  @Test
  void freshRatesConvertStaleOnesAreMarkedAndOlderOnesAreRefused() {
    BigDecimal rate = new BigDecimal("1.08");
    Checked<BigDecimal> price = rates.use("USD", aged(FRESH), () -> rate.multiply(BigDecimal.TEN));
    assertEquals(new BigDecimal("10.80"), price.value());
    assertFalse(price.degraded());
    assertEquals(List.of(), activeKeys());

    assertTrue(rates.use("USD", aged(FRESH.plus(GRACE)), () -> rate).degraded());
    assertEquals(List.of(STALE_KEY), activeKeys());

    StaleValueException refused =
        assertThrows(
            StaleValueException.class,
            () -> rates.use("USD", aged(FRESH.plus(GRACE).plusNanos(1)), () -> fail("it ran")));
    assertEquals("STALE_VALUE", refused.code());
    assertEquals(503, refused.status());
    assertEquals("USD", refused.problem().get("key"));
    assertEquals(
        List.of(
            "fx_conversions_total{rate_state=\"fresh\"} 1.0",
            "fx_conversions_total{rate_state=\"rejected\"} 1.0",
            "fx_conversions_total{rate_state=\"stale\"} 1.0"),
        Samples.of(telemetry, "fx_conversions_total{"));
  }

  @Test
  void theAlertLastsUntilTheLastCurrencyIsFreshAgain() {
    rates.use("USD", aged(FRESH.plusSeconds(1)), () -> 1);
    rates.use("GBP", aged(FRESH.plusSeconds(1)), () -> 1);
    assertEquals(Map.of("keys", "GBP, USD"), fallbacks.active().get(0).status().latest().context());

    rates.use("USD", aged(Duration.ZERO), () -> 1);
    assertEquals(List.of(STALE_KEY), activeKeys());
    rates.use("GBP", aged(Duration.ZERO), () -> 1);
    assertEquals(List.of(), activeKeys());
  }

  @Test
  void refusalIsToldOfApartAndIsOverWithTheNextRate() {
    assertThrows(StaleValueException.class, () -> rates.use("JPY", null, () -> 1));
    assertEquals(List.of("i18n.fx-rates.expired"), activeKeys());
    assertTrue(fallbacks.active().get(0).paging());
    rates.use("JPY", aged(Duration.ZERO), () -> 1);
    assertEquals(List.of(), activeKeys());
  }

  @Test
  void aRuleThatMakesNoSenseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> StalenessRule.fxRates(Duration.ZERO, GRACE));
    assertThrows(
        IllegalArgumentException.class, () -> StalenessRule.fxRates(FRESH, GRACE.negated()));
  }
}
