package dev.tocsin.sdk.metrics;

import java.util.Currency;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// The codes of ISO 4217, as the label `currency` has them.
final class Currencies {

  private static final Set<String> CODES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  private Currencies() {}

  /// The code in upper case, or `other` for what is no currency.
  static String code(String currency) {
    if (CODES.contains(currency)) {
      return currency;
    }
    String upper = currency.toUpperCase(Locale.ROOT);
    return CODES.contains(upper) ? upper : SeriesSet.OVERFLOW;
  }
}
