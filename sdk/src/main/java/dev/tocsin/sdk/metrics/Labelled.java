package dev.tocsin.sdk.metrics;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Turns the name of an enum constant into its label value: `TIMEOUT` becomes `timeout`. The words
/// are kept, because recording must not make garbage; there are as many as there are constants.
final class Labelled {

  private static final Map<Enum<?>, String> LABELS = new ConcurrentHashMap<>();

  private Labelled() {}

  static String label(Enum<?> constant) {
    String known = LABELS.get(constant);
    return known != null ? known : add(constant);
  }

  private static String add(Enum<?> constant) {
    String label = constant.name().toLowerCase(Locale.ROOT);
    LABELS.put(constant, label);
    return label;
  }
}
