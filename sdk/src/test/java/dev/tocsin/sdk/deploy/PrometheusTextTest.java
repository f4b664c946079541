package dev.tocsin.sdk.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.metrics.ApplicationMetrics;
import dev.tocsin.sdk.metrics.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusTextTest {

  static Stream<String> good() throws IOException {
    return texts("exposition-good.txt");
  }

  static Stream<String> bad() throws IOException {
    return texts("exposition-bad.txt");
  }

  private static Stream<String> texts(String resource) throws IOException {
    try (InputStream in = PrometheusTextTest.class.getResourceAsStream(resource)) {
      return Stream.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("---\n"));
    }
  }

  @ParameterizedTest
  @MethodSource("good")
  void textThatAScraperTakesIsTaken(String text) {
    assertEquals(Optional.empty(), PrometheusText.problem(text));
  }

  @ParameterizedTest
  @MethodSource("bad")
  @ValueSource(strings = {"", "up 1"})
  void textThatAScraperRefusesIsRefused(String text) {
    assertTrue(PrometheusText.problem(text).isPresent(), text);
  }

  @Test
  void theFirstProblemIsToldWithItsLine() {
    assertEquals(
        Optional.of("line 2: no number as value: up one"), PrometheusText.problem("a 1\nup one\n"));
  }

  @Test
  void whatTheSdkItselfExposesIsTaken() {
    try (Telemetry telemetry = new Telemetry()) {
      new ApplicationMetrics(telemetry).recordOrder(5, "E\"U\\R\n");
      assertEquals(Optional.empty(), PrometheusText.problem(telemetry.scrape(null).body()));
    }
  }
}
