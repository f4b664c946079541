package dev.tocsin.marketplace.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DatabaseAddressTest {
  private static final Path FOLDER = Path.of("/data");

  @Test
  void anEmptyUrlMeansAFileInTheFolder() {
    var address = DatabaseAddress.of("", FOLDER);
    assertTrue(address.jdbcUrl().startsWith("jdbc:h2:file:/data/marketplace;"));
  }

  @Test
  void thePlatformFormOfPostgresIsUnderstood() {
    var address = DatabaseAddress.of("postgres://shop:se%40cret@db.example/inkwell", FOLDER);
    assertEquals("jdbc:postgresql://db.example:5432/inkwell", address.jdbcUrl());
    assertEquals("shop", address.user());
    assertEquals("se@cret", address.password());
    assertFalse(address.toString().contains("se@cret"));
  }

  @Test
  void aWrongUrlSaysHowToWriteItAndNotThePassword() {
    var unknown =
        assertThrows(
            IllegalArgumentException.class, () -> DatabaseAddress.of("mysql://a:pw@b/c", FOLDER));
    assertTrue(String.valueOf(unknown.getMessage()).contains("postgresql://user:password@host"));
    assertFalse(String.valueOf(unknown.getMessage()).contains("pw@"));
    assertThrows(
        IllegalArgumentException.class, () -> DatabaseAddress.of("postgres://host", FOLDER));
  }
}
