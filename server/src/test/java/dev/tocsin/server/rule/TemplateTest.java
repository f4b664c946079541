package dev.tocsin.server.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
  private static final Map<String, String> LABELS = Map.of("job", "Shop", "instance", "a:80");

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\'',
      textBlock =
          """
          plain text                                 ~ 1           ~ plain text
          {{ $labels.job }} at {{.Labels.instance}}  ~ 1           ~ Shop at a:80
          [{{ $labels.absent }}]                     ~ 1           ~ []
          {{ $value }}                               ~ 0.25        ~ 0.25
          {{ .Value }}                               ~ 1000000     ~ 1000000
          {{ $value }}                               ~ 1e21        ~ 1e+21
          {{ $value }}                               ~ 0.00001     ~ 1e-05
          {{ $value }}                               ~ NaN         ~ NaN
          {{ $value }}                               ~ Infinity    ~ +Inf
          {{ $value | humanize }}                    ~ 1234567     ~ 1.235M
          {{ $value | humanize }}                    ~ 0.00123     ~ 1.23m
          {{ $value | humanize }}                    ~ 0           ~ 0
          {{ humanize $value }}                      ~ -4500       ~ -4.5k
          {{ $value | humanize }}                    ~ NaN         ~ NaN
          {{ $value | humanize1024 }}                ~ 1048576     ~ 1Mi
          {{ $value | humanize1024 }}                ~ 0.5         ~ 0.5
          {{ $value | humanizePercentage }}          ~ 0.12345     ~ 12.35%
          {{ $value | humanizePercentage }}          ~ 1           ~ 100%
          {{ $value | humanizeDuration }}            ~ 0           ~ 0s
          {{ $value | humanizeDuration }}            ~ 0.1234      ~ 123.4ms
          {{ $value | humanizeDuration }}            ~ 59.5        ~ 59.5s
          {{ $value | humanizeDuration }}            ~ 61          ~ 1m 1s
          {{ $value | humanizeDuration }}            ~ 3661        ~ 1h 1m 1s
          {{ $value | humanizeDuration }}            ~ -90061      ~ -1d 1h 1m 1s
          {{ printf "%.2f" $value }}                 ~ 2.345       ~ 2.35
          {{ $value | printf "%.1f%%" }}             ~ 99.95       ~ 100.0%
          {{ printf "%s is %v" $labels.job $value }} ~ 2           ~ Shop is 2
          {{ printf "%.3g/%e" $value $value }}       ~ 123456      ~ 1.23e+05/1.234560e+05
          {{ printf "%d" $value }}                   ~ 41.7        ~ 42
          {{ $labels.job | toUpper }}                ~ 1           ~ SHOP
          {{ "a }" | toLower }}{{ `b` | toUpper }}   ~ 1           ~ a }B
          x {{- " y" | toLower -}} z                 ~ 1           ~ x yz
          {{ 1024 | humanize1024 }}                  ~ 1           ~ 1ki
          """)
  void isExpanded(String text, double value, String expanded) {
    assertEquals(expanded, Template.parse(text).expand(LABELS, value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\'',
      textBlock =
          """
          {{ $externalLabels.x }}      ~ template 1:4: "$externalLabels.x" is not supported
          a{{ query "up" }}            ~ template 1:5: "query" is not supported
          {{ if $value }}x{{ end }}    ~ template 1:4: "if" is not supported
          {{ range $labels }}          ~ template 1:4: "range" is not supported
          {{ $labels }}                ~ template 1:4: "$labels" is not supported
          {{ $labels.a.b }}            ~ template 1:4: "$labels.a.b" is not supported
          {{ $value                    ~ template 1:1: {{ without }}
          {{ }}                        ~ template 1:3: a value is missing
          {{ $value | }}               ~ template 1:12: a value is missing
          {{ $value $value }}          ~ template 1:11: a value after a value
          {{ "a" | $value }}           ~ template 1:10: a value cannot be piped into a value
          {{ humanize }}               ~ template 1:4: humanize takes one value
          {{ humanize 1 2 }}           ~ template 1:4: humanize takes one value
          {{ printf $labels.x }}       ~ template 1:4: printf needs a format
          {{ printf "%.2f" }}          ~ template 1:4: printf needs 1 values and has 0
          {{ printf "%q" $value }}     ~ template 1:4: printf does not know "%q"
          {{ (humanize $value) }}      ~ template 1:4: "(humanize $value)" is not supported
          {{ humanize humanize }}      ~ template 1:13: "humanize" is not supported here
          """)
  void refusesWhatItDoesNotUnderstandWithItsPlace(String text, String message) {
    var refusal = assertThrows(TemplateException.class, () -> Template.parse(text));
    assertEquals(message, refusal.getMessage());
  }

  @Test
  void countsLinesAndColumns() {
    var refusal = assertThrows(TemplateException.class, () -> Template.parse("one\ntwo {{ foo }}"));
    assertEquals("template 2:8: \"foo\" is not supported", refusal.getMessage());
    assertTrue(refusal.remedy().contains("humanizePercentage"));
  }

  @Test
  void anyTextIsExpandedOrRefused() {
    var pieces =
        new String[] {
          "{{",
          "}}",
          "{",
          "$value",
          "$labels.a",
          "|",
          "humanize",
          "printf",
          "\"%.2f\"",
          "`",
          "\"",
          " ",
          "-",
          "\n",
          "1",
          "%",
          "\\",
          "é",
          ".Labels",
          "(",
          "$"
        };
    var random = new Random(7);
    int expanded = 0;
    for (int round = 0; round < 50_000; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      try {
        Template.parse(text.toString()).expand(LABELS, random.nextGaussian());
        expanded++;
      } catch (TemplateException e) {
        assertTrue(String.valueOf(e.getMessage()).startsWith("template "), text.toString());
      }
    }
    assertTrue(expanded > 1_000 && expanded < 49_000);
  }
}
