package dev.tocsin.sdk.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/// Addresses with the same leading bits: `10.0.0.0/8`, `fd00::/8`, or a single one.
final class AddressRange {

  private static final Pattern V4 =
      Pattern.compile("(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:][0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final int MAX_LITERAL = 45;

  private final byte[] network;
  private final int prefixBits;

  private AddressRange(byte[] network, int prefixBits) {
    this.network = network;
    this.prefixBits = prefixBits;
  }

  /// @throws IllegalArgumentException when it is written otherwise
  static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    Optional<InetAddress> address = literal(literal.strip());
    int bits = address.map(found -> found.getAddress().length * Byte.SIZE).orElse(0);
    int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1).strip());
    if (address.isEmpty() || prefix < 0 || prefix > bits) {
      throw new IllegalArgumentException(
          "A trusted proxy is an address or a range such as 10.0.0.0/8 or fd00::/8.");
    }
    return new AddressRange(address.get().getAddress(), prefix);
  }

  private static int prefix(String text) {
    return text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
  }

  /// The address that the text is; never asks a name server. An IPv4 address mapped into IPv6 is
  /// the IPv4 address.
  static Optional<InetAddress> literal(String text) {
    boolean isLiteral =
        text.length() <= MAX_LITERAL && (V4.matcher(text).matches() || V6.matcher(text).matches());
    if (!isLiteral) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == network.length && samePrefix(bytes);
  }

  private boolean samePrefix(byte[] bytes) {
    for (int bit = 0; bit < prefixBits; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if (((bytes[bit / Byte.SIZE] ^ network[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
