package dev.tocsin.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LabelsTest {
  private static final Labels REQUESTS =
      Labels.of("route", "/cart", Labels.METRIC_NAME, "http_requests_total", "method", "GET");

  @Test
  void labelsAreSortedByNameWhateverTheOrderGiven() {
    assertEquals("__name__", REQUESTS.name(0));
    assertEquals("method", REQUESTS.name(1));
    assertEquals("/cart", REQUESTS.value(2));
    assertEquals(
        REQUESTS,
        Labels.of(Map.of("method", "GET", "__name__", "http_requests_total", "route", "/cart")));
  }

  @Test
  void anEmptyValueIsAnAbsentLabel() {
    assertEquals(Labels.of("a", "1"), Labels.of("a", "1", "b", ""));
    assertSame(Labels.EMPTY, Labels.of("a", ""));
    assertFalse(Labels.of("a", "1").has("b"));
    assertEquals("", Labels.of("a", "1").get("b"));
  }

  @Test
  void everyLabelIsFound() {
    var labels = Labels.of("a", "1", "b", "2", "c", "3", "d", "4", "e", "5");
    for (int i = 0; i < labels.size(); i++) {
      assertEquals(String.valueOf(i + 1), labels.get(labels.name(i)));
    }
    assertEquals("", labels.get("aa"));
    assertEquals("", labels.get(""));
    assertEquals("", labels.get("zz"));
  }

  @Test
  void aLabelTwiceOrWithoutValueIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Labels.of("a", "1", "a", "2"));
    assertThrows(IllegalArgumentException.class, () -> Labels.of("a"));
  }

  @Test
  void labelsAreKeptDroppedAndReplaced() {
    assertEquals(Labels.of("method", "GET"), REQUESTS.keep(List.of("method", "missing")));
    assertEquals(Labels.of("route", "/cart"), REQUESTS.drop(List.of("method", "__name__")));
    assertEquals("POST", REQUESTS.with("method", "POST").get("method"));
    assertSame(REQUESTS, REQUESTS.with("method", "GET"));
    assertFalse(REQUESTS.withoutMetricName().has(Labels.METRIC_NAME));
  }

  @Test
  void orderIsByNameThenValueThenLength() {
    var ordered =
        List.of(
            Labels.EMPTY,
            Labels.of("a", "1"),
            Labels.of("a", "1", "b", "1"),
            Labels.of("a", "2"),
            Labels.of("b", "1"));
    assertEquals(ordered, ordered.reversed().stream().sorted().toList());
  }

  @Test
  void equalLabelsHaveEqualHashes() {
    var again = REQUESTS.toBuilder().build();
    assertEquals(REQUESTS, again);
    assertEquals(REQUESTS.hashCode(), again.hashCode());
    assertNotEquals(REQUESTS, REQUESTS.with("method", "PUT"));
  }

  @Test
  void textIsTheExpositionNotation() {
    assertEquals("http_requests_total{method=\"GET\", route=\"/cart\"}", REQUESTS.toString());
    assertEquals("up", Labels.of("__name__", "up").toString());
    assertEquals("{}", Labels.EMPTY.toString());
    assertEquals("{a=\"\\\"\\\\\\n\"}", Labels.of("a", "\"\\\n").toString());
  }

  @Test
  void matchersCompareAsTheirSignSays() {
    assertTrue(Matcher.equal("method", "GET").matches(REQUESTS));
    assertFalse(Matcher.of(Matcher.Type.NOT_EQUAL, "method", "GET").matches(REQUESTS));
    assertTrue(Matcher.of(Matcher.Type.MATCHES, "route", "/c.*").matches(REQUESTS));
    assertFalse(Matcher.of(Matcher.Type.MATCHES, "route", "car").matches(REQUESTS));
    assertTrue(Matcher.of(Matcher.Type.NOT_MATCHES, "route", "car").matches(REQUESTS));
    assertTrue(Matcher.of(Matcher.Type.MATCHES, "missing", "").matches(REQUESTS));
    assertTrue(Matcher.of(Matcher.Type.MATCHES, "missing", "x|").matches(REQUESTS));
  }

  @Test
  void aDotMatchesALineBreakAndAlternativesAreAnchoredTogether() {
    assertTrue(Matcher.of(Matcher.Type.MATCHES, "a", "x.y").matches("x\ny"));
    assertFalse(Matcher.of(Matcher.Type.MATCHES, "a", "x|y").matches("xy"));
  }

  @Test
  void aBadRegularExpressionIsNamed() {
    var failure =
        assertThrows(
            IllegalArgumentException.class, () -> Matcher.of(Matcher.Type.MATCHES, "a", "(x"));
    assertTrue(failure.getMessage().contains("\"(x\""), failure.getMessage());
  }

  @Test
  void theStalenessMarkerIsNotAMeasuredNaN() {
    assertTrue(Staleness.isMarker(Staleness.MARKER));
    assertTrue(Double.isNaN(Staleness.MARKER));
    assertTrue(Stream.of(Double.NaN, 0.0, Double.POSITIVE_INFINITY).noneMatch(Staleness::isMarker));
  }
}
