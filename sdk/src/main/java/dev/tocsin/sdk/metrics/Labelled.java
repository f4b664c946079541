package dev.tocsin.sdk.metrics;

import java.util.Locale;

/// Turns the name of an enum constant into its label value: `TIMEOUT` becomes `timeout`.
final class Labelled {

  private Labelled() {}

  static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
