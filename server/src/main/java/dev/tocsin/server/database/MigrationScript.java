package dev.tocsin.server.database;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// One step of the tables: `V<number>__<what_it_does>.sql`.
///
/// @param number as written, `031`
record MigrationScript(String number, String description, String name, String sql) {
  private static final String FOLDER = "db/migration";
  private static final Pattern NAME = Pattern.compile("V(\\d+)__(\\w+)\\.sql");

  /// All of them, in their order.
  static List<MigrationScript> shipped() {
    var folder =
        Objects.requireNonNull(MigrationScript.class.getResource("/" + FOLDER), "no " + FOLDER);
    try {
      var scripts = "jar".equals(folder.getProtocol()) ? inJar(folder) : inFolder(folder.toURI());
      scripts.sort(Comparator.comparingInt(MigrationScript::version));
      return scripts;
    } catch (IOException | URISyntaxException e) {
      throw new DatabaseException("cannot read the scripts of the tables: " + e.getMessage(), e);
    }
  }

  private static List<MigrationScript> inJar(URL folder) throws IOException {
    var connection = (JarURLConnection) folder.openConnection();
    connection.setUseCaches(false);
    var scripts = new ArrayList<MigrationScript>();
    try (var jar = connection.getJarFile()) {
      for (var entries = jar.entries(); entries.hasMoreElements(); ) {
        var entry = entries.nextElement();
        if (entry.getName().startsWith(FOLDER) && !entry.isDirectory()) {
          try (var content = jar.getInputStream(entry)) {
            scripts.add(of(entry.getName().substring(FOLDER.length() + 1), content));
          }
        }
      }
    }
    return scripts;
  }

  private static List<MigrationScript> inFolder(URI folder) throws IOException {
    var scripts = new ArrayList<MigrationScript>();
    try (var files = Files.newDirectoryStream(Path.of(folder))) {
      for (var file : files) {
        try (var content = Files.newInputStream(file)) {
          scripts.add(of(String.valueOf(file.getFileName()), content));
        }
      }
    }
    return scripts;
  }

  private static MigrationScript of(String name, InputStream content) throws IOException {
    return of(name, new String(content.readAllBytes(), StandardCharsets.UTF_8));
  }

  static MigrationScript of(String name, String sql) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      throw new DatabaseException(
          "%s is not named V<number>__<what_it_does>.sql".formatted(FOLDER + "/" + name));
    }
    return new MigrationScript(parts.group(1), parts.group(2).replace('_', ' '), name, sql);
  }

  int version() {
    return Integer.parseInt(number);
  }

  /// Flyway's: CRC-32 of the lines without their ends.
  int checksum() {
    var crc = new CRC32();
    sql.lines().forEach(line -> crc.update(line.getBytes(StandardCharsets.UTF_8)));
    return (int) crc.getValue();
  }
}
