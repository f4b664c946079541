package dev.tocsin.server.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDoubleTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, -0",
    "1, 1",
    "-17, -17",
    "0.1, 0.1",
    "1.5e-7, 1.5e-7",
    "1e-6, 0.000001",
    "1e20, 100000000000000000000",
    "1e21, 1e+21",
    "-1.25e300, -1.25e+300",
    "123456.789, 123456.789",
    "4.9e-324, 4.9e-324",
    "NaN, NaN",
    "Infinity, +Inf",
    "-Infinity, -Inf"
  })
  void numbersAreWrittenAsPrometheusWritesThem(double value, String text) {
    assertEquals(text, GoDouble.text(value));
  }

  @Test
  void everyNumberReadsBackAsItself() {
    var random = new Random(11);
    for (int i = 0; i < 50_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertEquals(value, Double.parseDouble(GoDouble.text(value)));
      }
    }
  }
}
