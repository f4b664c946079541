package dev.tocsin.marketplace.money;

import java.util.Locale;

/// An amount in the smallest unit of its currency, and the currency's lower-case ISO code.
public record Money(long amountMinor, String currency) {
  private static final long MINOR_PER_MAJOR = 100;

  public Money {
    if (amountMinor < 0) {
      throw new IllegalArgumentException("An amount of money cannot be negative: " + amountMinor);
    }
    if (!currency.matches("[a-z]{3}")) {
      throw new IllegalArgumentException("A currency has three lower-case letters: " + currency);
    }
  }

  public Money times(int quantity) {
    return new Money(Math.multiplyExact(amountMinor, quantity), currency);
  }

  public Money plus(Money other) {
    if (!other.currency.equals(currency)) {
      throw new IllegalArgumentException("Cannot add " + other.currency + " to " + currency);
    }
    return new Money(Math.addExact(amountMinor, other.amountMinor), currency);
  }

  /// The amount in major units, for metrics that are read by people.
  public double major() {
    return (double) amountMinor / MINOR_PER_MAJOR;
  }

  /// As shoppers read it, such as `€ 12.50`.
  public String text() {
    var sign = currency.equals("eur") ? "€" : currency.toUpperCase(Locale.ROOT);
    return "%s %d.%02d"
        .formatted(sign, amountMinor / MINOR_PER_MAJOR, amountMinor % MINOR_PER_MAJOR);
  }
}
