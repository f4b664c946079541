package dev.tocsin.sdk.alert;

import dev.tocsin.sdk.fallback.FallbackNotification;
import java.util.Locale;

/// Makes a fallback key of a key that carries a name from outside, such as that of a model: no
/// alert is lost because a provider writes its models with capitals.
final class AlertKey {

  private AlertKey() {}

  static String of(String text) {
    String plain =
        text.toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9._-]+", "-")
            .replaceAll("(^|[.])[._-]+", "$1");
    int length = Math.min(plain.length(), FallbackNotification.MAX_KEY_LENGTH);
    return plain.substring(0, length).replaceAll("[.]$", "");
  }
}
