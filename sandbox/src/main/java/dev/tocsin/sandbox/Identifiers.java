package dev.tocsin.sandbox;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/// Makes the random ids and secrets that the services hand out.
final class Identifiers {
  private static final String ALPHABET =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final int CHARACTERS = 24;

  private final RandomGenerator random = new SecureRandom();

  /// An id such as `pi_3f…`.
  String next(String prefix) {
    return prefix + "_" + random(CHARACTERS, ALPHABET.length());
  }

  /// Lower-case hexadecimal digits.
  String hex(int digits) {
    return random(digits, 16);
  }

  private String random(int characters, int letters) {
    var text = new StringBuilder(characters);
    for (int i = 0; i < characters; i++) {
      text.append(ALPHABET.charAt(random.nextInt(letters)));
    }
    return text.toString();
  }
}
