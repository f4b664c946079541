package dev.tocsin.promql.function;

import static dev.tocsin.promql.function.StepSeries.ABSENT;

/// Functions of one number whose edges differ from those of `java.lang.Math`.
final class Maths {
  private static final double LN_2 = Math.log(2);

  private Maths() {}

  /// Half up, to a multiple of the optional second argument.
  static double round(double value, double[] scalars) {
    double inverse = 1 / (scalars.length == 0 ? 1 : scalars[0]);
    return Math.floor(value * inverse + 0.5) / inverse;
  }

  static double sign(double value, double[] scalars) {
    if (value > 0) {
      return 1;
    }
    return value < 0 ? -1 : value;
  }

  static double log2(double value, double[] scalars) {
    int exponent = Math.getExponent(value);
    boolean powerOfTwo = value > 0 && value == Math.scalb(1.0, exponent);
    return powerOfTwo ? exponent : Math.log(value) / LN_2;
  }

  static double clamp(double value, double[] scalars) {
    double lowest = scalars[0];
    double highest = scalars[1];
    return highest < lowest ? ABSENT : Math.max(lowest, Math.min(highest, value));
  }

  static double inverseHyperbolicSine(double value, double[] scalars) {
    double magnitude = Math.abs(value);
    return Math.copySign(Math.log(magnitude + Math.hypot(magnitude, 1)), value);
  }

  static double inverseHyperbolicCosine(double value, double[] scalars) {
    return Math.log(value + Math.sqrt(value * value - 1));
  }

  static double inverseHyperbolicTangent(double value, double[] scalars) {
    return 0.5 * Math.log((1 + value) / (1 - value));
  }
}
