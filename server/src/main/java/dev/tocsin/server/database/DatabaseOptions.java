package dev.tocsin.server.database;

import dev.tocsin.server.config.Secret;
import dev.tocsin.server.config.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Which database holds the state.
///
/// @param jdbcUrl `jdbc:sqlite:…` or `jdbc:postgresql:…`
public record DatabaseOptions(String jdbcUrl, Optional<String> user, Optional<Secret> password) {
  private static final String FILE_NAME = "tocsin.db";

  /// SQLite in a folder.
  public static DatabaseOptions sqlite(Path folder) {
    var file = folder.resolve(FILE_NAME);
    return new DatabaseOptions("jdbc:sqlite:" + file, Optional.empty(), Optional.empty());
  }

  /// Reads `database.url`, as `postgres://user:password@host:port/name` or as a JDBC address.
  ///
  /// @param environmentUrl the value of `DATABASE_URL`, used when the file says nothing
  public static DatabaseOptions read(
      Settings section, Optional<String> environmentUrl, Path dataFolder) {
    var url = section.text("url").or(() -> environmentUrl).orElse("");
    section.finish();
    if (url.isBlank()) {
      return sqlite(dataFolder);
    }
    if (url.startsWith("jdbc:postgresql:") || url.startsWith("jdbc:sqlite:")) {
      return new DatabaseOptions(url, Optional.empty(), Optional.empty());
    }
    if (url.startsWith("postgres://") || url.startsWith("postgresql://")) {
      return postgres(section, url);
    }
    section.report(
        "url", "is no PostgreSQL address", "write postgres://user:password@host:5432/name");
    return sqlite(dataFolder);
  }

  private static DatabaseOptions postgres(Settings section, String url) {
    try {
      var address = URI.create(url);
      var query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
      var port = address.getPort() < 0 ? "" : ":" + address.getPort();
      var jdbc = "jdbc:postgresql://" + address.getHost() + port + address.getRawPath() + query;
      var credentials = address.getUserInfo() == null ? "" : address.getUserInfo();
      var parts = credentials.split(":", 2);
      return new DatabaseOptions(
          jdbc,
          Optional.of(parts[0]).filter(it -> !it.isEmpty()),
          parts.length == 2 ? Optional.of(new Secret(parts[1])) : Optional.empty());
    } catch (IllegalArgumentException e) {
      section.report(
          "url", "is no PostgreSQL address", "write postgres://user:password@host:5432/name");
      return new DatabaseOptions("", Optional.empty(), Optional.empty());
    }
  }

  /// The address for messages: what follows `?` may be a password.
  String place() {
    return jdbcUrl.split("\\?", 2)[0];
  }

  boolean isSqlite() {
    return jdbcUrl.startsWith("jdbc:sqlite:");
  }
}
