package dev.tocsin.marketplace.database;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/// Where the database is, as JDBC wants it. Printing it never shows the password.
record DatabaseAddress(String jdbcUrl, String user, String password) {
  private static final String H2_OPTIONS =
      ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;LOCK_TIMEOUT=5000"
          + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";

  /// Reads `DATABASE_URL`; when it is empty, a file in the data folder is used.
  static DatabaseAddress of(String databaseUrl, Path dataFolder) {
    if (databaseUrl.isBlank()) {
      var file = dataFolder.resolve("marketplace").toAbsolutePath();
      return new DatabaseAddress("jdbc:h2:file:" + file + H2_OPTIONS, "sa", "");
    }
    if (databaseUrl.startsWith("jdbc:h2:")) {
      return new DatabaseAddress(databaseUrl + H2_OPTIONS, "sa", "");
    }
    if (databaseUrl.startsWith("jdbc:postgresql:")) {
      return new DatabaseAddress(databaseUrl, "", "");
    }
    if (databaseUrl.startsWith("postgres://") || databaseUrl.startsWith("postgresql://")) {
      return postgres(databaseUrl);
    }
    throw new IllegalArgumentException(
        "DATABASE_URL has an unknown form. Use postgresql://user:password@host:5432/name,"
            + " jdbc:postgresql://…, jdbc:h2:mem:name, or leave it empty for a file.");
  }

  private static DatabaseAddress postgres(String databaseUrl) {
    var uri = parse(databaseUrl);
    if (uri.getHost() == null || uri.getPath() == null || uri.getPath().length() < 2) {
      throw new IllegalArgumentException(
          "DATABASE_URL lacks host or database name."
              + " Use postgresql://user:password@host:5432/name.");
    }
    var port = uri.getPort() < 0 ? 5432 : uri.getPort();
    var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    var jdbcUrl = "jdbc:postgresql://" + uri.getHost() + ":" + port + uri.getRawPath() + query;
    var login = uri.getUserInfo() == null ? "" : uri.getUserInfo();
    var colon = login.indexOf(':');
    return colon < 0
        ? new DatabaseAddress(jdbcUrl, login, "")
        : new DatabaseAddress(jdbcUrl, login.substring(0, colon), login.substring(colon + 1));
  }

  private static URI parse(String databaseUrl) {
    try {
      return new URI(databaseUrl);
    } catch (URISyntaxException exception) {
      throw new IllegalArgumentException(
          "DATABASE_URL is not a URL: "
              + exception.getReason()
              + " at character "
              + exception.getIndex()
              + ". Percent-encode special characters of the password.");
    }
  }

  @Override
  public String toString() {
    return jdbcUrl.replaceAll("(?i)password=[^&;]*", "password=***");
  }
}
