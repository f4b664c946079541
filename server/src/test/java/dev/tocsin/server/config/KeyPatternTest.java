package dev.tocsin.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyPatternTest {
  private static final Map<String, List<String>> FITTING =
      Map.of(
          "crawl.stuck", List.of("crawl.stuck"),
          "llm-gateway.pricing.zero-cost.*",
              List.of("llm-gateway.pricing.zero-cost.a", "llm-gateway.pricing.zero-cost.a.b"),
          "*.stale", List.of("fx.stale", ".stale"),
          "a*b*c", List.of("abc", "axxbyyc", "abbc"),
          "*", List.of("", "x.y"));
  private static final Map<String, List<String>> OTHERS =
      Map.of(
          "crawl.stuck", List.of("crawlxstuck", "crawl.stuck.more", ""),
          "llm-gateway.pricing.zero-cost.*", List.of("llm-gateway.pricing.zero-cost", "x"),
          "*.stale", List.of("stale", "fx.stale.more"),
          "a*b*c", List.of("ac", "acb", "ab"),
          "aa*aa", List.of("aaa"));

  @Test
  void aStarStandsForAnyTextAndTheRegularExpressionSaysTheSame() {
    FITTING.forEach((text, keys) -> keys.forEach(key -> check(text, key, true)));
    OTHERS.forEach((text, keys) -> keys.forEach(key -> check(text, key, false)));
  }

  private static void check(String text, String key, boolean fits) {
    var pattern = new KeyPattern(text);
    assertEquals(fits, pattern.matches(key), text + " and " + key);
    assertEquals(fits, key.matches(pattern.regex()), pattern.regex() + " and " + key);
  }

  @Test
  void onlyKeysArePatterns() {
    assertTrue(KeyPattern.parse("a b").isEmpty());
    assertTrue(KeyPattern.parse("(a+)+").isEmpty());
    assertTrue(KeyPattern.parse("").isEmpty());
    assertEquals("a!_b.%", new KeyPattern("a_b.*").like());
  }
}
