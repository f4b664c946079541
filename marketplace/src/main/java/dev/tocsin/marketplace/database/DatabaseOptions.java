package dev.tocsin.marketplace.database;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where data is kept (`DATABASE_URL`, `MARKETPLACE_DATA`) and how many connections are open.
@ConfigurationProperties(prefix = "marketplace.database", ignoreUnknownFields = false)
record DatabaseOptions(
    @DefaultValue("") String url,
    @DefaultValue("data/marketplace") Path folder,
    @DefaultValue("10") int connections) {
  private static final int MOST_CONNECTIONS = 200;

  DatabaseOptions {
    if (connections < 2 || connections > MOST_CONNECTIONS) {
      throw new IllegalArgumentException(
          "marketplace.database.connections must be 2 to " + MOST_CONNECTIONS + ": " + connections);
    }
    DatabaseAddress.of(url, folder);
  }

  DatabaseAddress address() {
    return DatabaseAddress.of(url, folder);
  }

  /// The address may hold a password.
  @Override
  public String toString() {
    return "DatabaseOptions[" + address() + ", connections=" + connections + "]";
  }
}
