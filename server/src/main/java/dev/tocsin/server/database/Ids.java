package dev.tocsin.server.database;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;

/// New ids: UUID version 7 as text, so that they sort by time of creation.
///
/// Source: RFC 9562, section 5.7.
public final class Ids {
  private static final HexFormat HEX = HexFormat.of();

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  public Ids(InstantSource clock) {
    this.clock = clock;
  }

  public String next() {
    var bytes = new byte[16];
    random.nextBytes(bytes);
    long millis = clock.millis();
    for (int i = 0; i < 6; i++) {
      bytes[i] = (byte) (millis >>> (40 - 8 * i));
    }
    bytes[6] = (byte) (0x70 | (bytes[6] & 0x0f));
    bytes[8] = (byte) (0x80 | (bytes[8] & 0x3f));
    var hex = HEX.formatHex(bytes);
    return String.join(
        "-",
        hex.substring(0, 8),
        hex.substring(8, 12),
        hex.substring(12, 16),
        hex.substring(16, 20),
        hex.substring(20));
  }
}
