package dev.tocsin.sdk.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.sdk.fallback.FallbackOptions;
import dev.tocsin.sdk.fallback.Fallbacks;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.redis.RedisLink;
import dev.tocsin.sdk.testkit.ManualClock;
import dev.tocsin.sdk.testkit.RealRedis;
import dev.tocsin.sdk.testkit.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SelfHealingCacheTest {

  /// A locale's entry.
  record Locale(String language, String currency) {}

  private static final Locale GERMAN = new Locale("de", "EUR");
  private static RealRedis redis;

  private final ManualClock clock = new ManualClock();
  private final Telemetry telemetry = new Telemetry();
  private final Fallbacks fallbacks = new Fallbacks(telemetry, FallbackOptions.defaults(), clock);
  private final AtomicInteger rebuilt = new AtomicInteger();
  private RedisLink link;

  @BeforeAll
  static void startRedis() {
    redis = new RealRedis();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void connect() {
    link = new RedisLink(redis.url(), Duration.ofSeconds(5), clock);
    link.call(commands -> commands.flushall());
  }

  @AfterEach
  void disconnect() {
    link.close();
  }

  private SelfHealingCache<Locale> cache(CacheRule rule) {
    return new SelfHealingCache<>(
        new RedisCacheStore(link, "locale:"),
        CacheCodec.json(new ObjectMapper(), Locale.class, locale -> locale.language() != null),
        rule,
        new CacheSignals(
            telemetry.counter("locale_cache_total", "Reads.", "outcome"),
            telemetry.counter("locale_cache_corruption_total", "Corrupt entries."),
            fallbacks,
            clock));
  }

  private Locale build() {
    rebuilt.incrementAndGet();
    return GERMAN;
  }

  private String outcomes() {
    StringBuilder text = new StringBuilder();
    for (String line : Samples.of(telemetry, "locale_cache_total{")) {
      text.append(line.replaceAll(".*\"(.*)\"} (\\d+)\\.0", "$1=$2 "));
    }
    return text.toString().strip();
  }

  /// The example of the documentation.
  @Test
  void aMalformedEntryIsPurgedRebuiltAndToldOfApartFromMisses() throws Exception {
    SelfHealingCache<Locale> locales = cache(CacheRule.locales(Duration.ofHours(1)));
    assertEquals(GERMAN, locales.read("de", this::build));
    assertEquals(GERMAN, locales.read("de", this::build));
    assertEquals("corrupt=0 error=0 hit=1 miss=1", outcomes());

    link.call(commands -> commands.set("locale:de", "{\"language\":\"de\",\"curr"));
    assertEquals(GERMAN, locales.read("de", this::build));
    assertEquals("corrupt=1 error=0 hit=1 miss=1", outcomes());
    assertEquals(
        List.of("locale_cache_corruption_total 1.0"),
        Samples.of(telemetry, "locale_cache_corruption_total "));
    assertEquals("i18n.locale.cache-corrupt", fallbacks.active().get(0).status().key());

    assertEquals(GERMAN, locales.read("de", this::build));
    assertEquals("corrupt=1 error=0 hit=2 miss=1", outcomes());
    assertEquals(2, rebuilt.get());
  }

  @Test
  void anEntryThatMakesNoSenseIsMalformedToo() throws Exception {
    SelfHealingCache<Locale> locales = cache(CacheRule.locales(Duration.ofHours(1)));
    for (String text : List.of("null", "{}", "[]", "", "\u0000\u0001")) {
      link.call(commands -> commands.set("locale:de", text));
      assertEquals(GERMAN, locales.read("de", this::build));
    }
    assertEquals("corrupt=5 error=0 hit=0 miss=0", outcomes());
  }

  @Test
  void whenTheSourceFailsTooTheEntryIsGoneAndTheRequestGetsItsStandIn() {
    SelfHealingCache<Locale> locales = cache(CacheRule.locales(Duration.ofHours(1)));
    link.call(commands -> commands.set("locale:de", "broken"));
    Locale english = new Locale("en", "USD");
    assertEquals(
        english,
        locales.readOr(
            "de",
            () -> {
              throw new IOException("no database");
            },
            english));
    assertEquals(0L, link.<Long>call(commands -> commands.exists("locale:de")));
    assertThrows(
        IOException.class,
        () ->
            locales.read(
                "de",
                () -> {
                  throw new IOException("no database");
                }));
  }

  @Test
  void quotesAreToldOfWhenCorruptionRepeats() throws Exception {
    SelfHealingCache<Locale> quotes = cache(CacheRule.quotes(Duration.ofMinutes(1)));
    for (int minutes : new int[] {0, 6, 6}) {
      clock.advance(Duration.ofMinutes(minutes));
      link.call(commands -> commands.set("locale:q", "broken"));
      quotes.read("q", this::build);
    }
    assertEquals(List.of(), fallbacks.active());
    clock.advance(Duration.ofMinutes(4));
    link.call(commands -> commands.set("locale:q", "broken"));
    quotes.read("q", this::build);
    assertEquals("catalog.quote-cache.corrupt", fallbacks.active().get(0).status().key());
    assertEquals(
        Map.of("entry", "q", "length", "6", "cause", "JsonParseException"),
        fallbacks.active().get(0).status().latest().context());
  }

  @Test
  void withRedisAwayTheSourceServes() throws Exception {
    SelfHealingCache<Locale> locales = cache(CacheRule.locales(Duration.ofHours(1)));
    redis.stop();
    try {
      assertEquals(GERMAN, locales.read("de", this::build));
      assertEquals("corrupt=0 error=1 hit=0 miss=0", outcomes());
      assertEquals(List.of(), fallbacks.active());
    } finally {
      redis.start();
    }
  }
}
