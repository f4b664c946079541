package dev.tocsin.marketplace.cart;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Which program changes a cart: a closed set, because it is a label in metrics.
enum CartClient {
  WEB,
  MOBILE,
  TRAFFIC,
  OTHER;

  /// Reads the header `X-Client-Name`.
  static CartClient named(@Nullable String header) {
    if (header == null) {
      return OTHER;
    }
    return switch (header.toLowerCase(Locale.ROOT)) {
      case "web" -> WEB;
      case "mobile" -> MOBILE;
      case "traffic" -> TRAFFIC;
      default -> OTHER;
    };
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
