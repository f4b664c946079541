package dev.tocsin.sdk.guard;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A value is too old to be used. Answered as 503 with the code `STALE_VALUE`: the refusal protects
/// the customer, and trying later can help.
public final class StaleValueException extends Refusal {

  private final String key;

  StaleValueException(String key, String why) {
    super(503, "STALE_VALUE", "The value of '" + key + "' cannot be used: " + why + ".");
    this.key = key;
  }

  /// The key that was asked for, such as a currency.
  public String key() {
    return key;
  }

  @Override
  public Map<String, @Nullable Object> details() {
    return Map.of("key", key);
  }
}
