package dev.tocsin.server.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AlertConditionTest {
  @ParameterizedTest
  @CsvSource({
    "GT,  false, false, true",
    "LT,  true,  false, false",
    "EQ,  false, true,  false",
    "GTE, false, true,  true",
    "LTE, true,  true,  false"
  })
  void isJudgedJustBelowAtAndJustAboveTheThreshold(
      AlertCondition condition, boolean below, boolean at, boolean above) {
    assertEquals(below, condition.holds(Math.nextDown(0.05), 0.05));
    assertEquals(at, condition.holds(0.05, 0.05));
    assertEquals(above, condition.holds(Math.nextUp(0.05), 0.05));
  }

  @ParameterizedTest
  @EnumSource
  void neverHoldsForNaN(AlertCondition condition) {
    assertFalse(condition.holds(Double.NaN, 0.05));
  }
}
