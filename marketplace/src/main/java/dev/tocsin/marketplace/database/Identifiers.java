package dev.tocsin.marketplace.database;

import java.security.SecureRandom;
import java.time.InstantSource;

/// Makes identifiers such as `ord_0k3v…`: a prefix, the time in milliseconds, 80 random bits.
///
/// They sort by time and cannot be guessed.
public class Identifiers {
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int TIME_CHARACTERS = 10;
  private static final int RANDOM_CHARACTERS = 16;

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  public Identifiers(InstantSource clock) {
    this.clock = clock;
  }

  public String next(String prefix) {
    var text = new StringBuilder(prefix).append('_');
    var millis = clock.millis();
    for (int index = TIME_CHARACTERS - 1; index >= 0; index--) {
      text.append(ALPHABET.charAt((int) (millis >>> (5 * index)) & 31));
    }
    for (int index = 0; index < RANDOM_CHARACTERS; index++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }
}
