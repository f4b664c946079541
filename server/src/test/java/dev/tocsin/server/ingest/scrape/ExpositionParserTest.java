package dev.tocsin.server.ingest.scrape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ExpositionParserTest {
  private static final int FUZZ_ROUNDS = 20_000;

  /// One case per block of `exposition.txt`: a title, the text, what is to come of it.
  private record Case(String title, ExpositionFormat format, byte[] text, List<String> expected) {}

  @TestFactory
  Stream<DynamicTest> textsGiveTheSamplesOrTheProblemThatTheTableTells() throws IOException {
    return cases().stream()
        .map(
            it ->
                DynamicTest.dynamicTest(
                    it.title(),
                    () -> assertEquals(it.expected(), outcome(it.text(), it.format()))));
  }

  private static List<Case> cases() throws IOException {
    String table;
    try (var in = ExpositionParserTest.class.getResourceAsStream("exposition.txt")) {
      table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    var cases = new ArrayList<Case>();
    for (var block : table.split("(?m)^=== ")) {
      if (block.isBlank() || block.startsWith("#")) {
        continue;
      }
      int titleEnd = block.indexOf('\n');
      int textEnd = block.indexOf("---\n", titleEnd);
      var title = block.substring(0, titleEnd);
      var text = block.substring(titleEnd + 1, textEnd);
      var format =
          title.startsWith("openmetrics")
              ? ExpositionFormat.OPEN_METRICS
              : ExpositionFormat.PROMETHEUS_TEXT;
      var expected = block.substring(textEnd + 4).lines().filter(it -> !it.isBlank()).toList();
      cases.add(new Case(title, format, bytes(text), expected));
    }
    assertTrue(cases.size() > 40, "only " + cases.size() + " cases are found");
    return cases;
  }

  /// `<ff>` stands for a byte, `<cut>` for the end of the text.
  private static byte[] bytes(String text) {
    var plain = text.contains("<cut>") ? text.substring(0, text.indexOf("<cut>")) : text;
    var latin = new String(plain.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    var replaced =
        Pattern.compile("<([0-9a-f]{2})>")
            .matcher(latin)
            .replaceAll(
                match ->
                    Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(match.group(1), 16))));
    return replaced.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static List<String> outcome(byte[] text, ExpositionFormat format) {
    var parser = new ExpositionParser(text, text.length, format);
    var outcome = new ArrayList<String>();
    try {
      while (parser.next()) {
        var time = parser.timed() ? " @" + parser.timestampMillis() : "";
        outcome.add(parser.labels() + " " + parser.value() + time);
      }
    } catch (ExpositionException e) {
      outcome.add(e.getMessage());
    }
    return outcome;
  }

  @Test
  void theSameBytesHaveTheSameHashAndRange() throws ExpositionException {
    var text = "a{b=\"1\"} 1\na{b=\"1\"} 2\na{b=\"2\"} 3\n".getBytes(StandardCharsets.UTF_8);
    var parser = new ExpositionParser(text, text.length, ExpositionFormat.PROMETHEUS_TEXT);
    assertTrue(parser.next());
    int first = parser.seriesHash();
    assertEquals(0, parser.seriesStart());
    assertEquals(8, parser.seriesEnd());
    assertTrue(parser.next());
    assertEquals(first, parser.seriesHash());
    assertTrue(parser.next());
    assertTrue(first != parser.seriesHash());
  }

  @Test
  void damagedTextsGiveSamplesOrAProblemButNothingElse() {
    var seed =
        """
        # HELP http_requests_total Requests.
        # TYPE http_requests_total counter
        http_requests_total{method="GET",path="/a\\"b\\\\\\n"} 12 1700000000.5 # {id="x"} 1 2
        latency_bucket{le="+Inf"} 3.5e-3
        up NaN
        # EOF
        """
            .getBytes(StandardCharsets.UTF_8);
    var random = new Random(42);
    for (int round = 0; round < FUZZ_ROUNDS; round++) {
      var text = damaged(seed, random);
      for (var format : ExpositionFormat.values()) {
        var lines = outcome(text, format);
        assertTrue(lines.size() <= text.length + 1, "more samples than bytes");
        for (var line : lines) {
          assertTrue(!line.contains("null"), line);
        }
      }
    }
  }

  private static byte[] damaged(byte[] seed, Random random) {
    var text = seed.clone();
    int hits = 1 + random.nextInt(4);
    var marks = "{}\"\\=,# \n\t\0a9.\u00ff".getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < hits; i++) {
      text[random.nextInt(text.length)] = marks[random.nextInt(marks.length)];
    }
    return random.nextInt(3) == 0 ? Arrays.copyOf(text, random.nextInt(text.length)) : text;
  }

  @Test
  void linesCanBePassedOverAfterAFailure() throws ExpositionException {
    var text = "good 1\nbad-name\nworse{a=\"\nfine 2\n".getBytes(StandardCharsets.UTF_8);
    var parser = new ExpositionParser(text, text.length, ExpositionFormat.PROMETHEUS_TEXT);
    assertTrue(parser.next());
    var first = assertThrows(ExpositionException.class, parser::next);
    assertEquals(2, first.line());
    parser.skipLine();
    var second = assertThrows(ExpositionException.class, parser::next);
    assertEquals(3, second.line());
    parser.skipLine();
    assertTrue(parser.next());
    assertEquals("fine", parser.labels().toString());
  }

  @Test
  void numbersReadAsTheJdkReadsThem() {
    var random = new Random(7);
    for (int round = 0; round < FUZZ_ROUNDS; round++) {
      var text =
          switch (random.nextInt(4)) {
            case 0 -> Long.toString(random.nextLong());
            case 1 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
            case 2 -> String.format(Locale.ROOT, "%.6f", random.nextGaussian() * 1e6);
            default -> Integer.toString(random.nextInt(1_000_000)) + "." + random.nextInt(1_000);
          };
      if (text.contains("NaN") || text.contains("Inf")) {
        continue;
      }
      var bytes = text.getBytes(StandardCharsets.US_ASCII);
      assertEquals(Double.parseDouble(text), FloatText.parse(bytes, 0, bytes.length), text);
    }
  }

  @Test
  void numbersThatOnlyJavaKnowsAreRefused() {
    for (var text : List.of("", "1f", "1d", "0x1p3", "1_000", "--1", "1e", ".", "+", "1 2", "Na")) {
      var bytes = text.getBytes(StandardCharsets.US_ASCII);
      assertThrows(
          NumberFormatException.class, () -> FloatText.parse(bytes, 0, bytes.length), text);
    }
  }
}
