package dev.tocsin.marketplace.admin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// `MARKETPLACE_ADMIN_TOKEN`: who knows it may enter. While it is empty, only this machine may.
@ConfigurationProperties(prefix = "marketplace.admin", ignoreUnknownFields = false)
record AdminOptions(@DefaultValue("") String token) {
  private static final int SHORTEST_TOKEN = 12;

  AdminOptions {
    if (!token.isEmpty() && token.length() < SHORTEST_TOKEN) {
      throw new IllegalArgumentException(
          "MARKETPLACE_ADMIN_TOKEN must have at least " + SHORTEST_TOKEN + " characters.");
    }
  }

  @Override
  public String toString() {
    return token.isEmpty() ? "AdminOptions[no token]" : "AdminOptions[token=***]";
  }
}
