package dev.tocsin.sdk.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/// A block of addresses in CIDR notation: `10.0.0.0/8`, `fc00::/7`; without a length, one address.
public final class AddressRange {

  private static final Pattern NUMERIC = Pattern.compile("[0-9a-fA-F:.]+");

  private final byte[] network;
  private final int prefixBits;

  private AddressRange(byte[] network, int prefixBits) {
    this.network = network;
    this.prefixBits = prefixBits;
  }

  /// Reads the notation; names are not looked up.
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    try {
      if (!NUMERIC.matcher(address).matches()
          || !(address.matches(".*\\..*\\..*\\..*") || address.contains(":"))) {
        throw new IllegalArgumentException("not numeric");
      }
      byte[] network = InetAddress.getByName(address).getAddress();
      int longest = network.length * Byte.SIZE;
      int prefix = slash < 0 ? longest : Integer.parseInt(text.substring(slash + 1));
      if (prefix < 0 || prefix > longest) {
        throw new IllegalArgumentException("length");
      }
      return new AddressRange(network, prefix);
    } catch (UnknownHostException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a range of addresses; write 10.1.0.0/16, fd00::/8 or an address.");
    }
  }

  boolean contains(byte[] address) {
    if (address.length != network.length) {
      return false;
    }
    for (int bit = 0; bit < prefixBits; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      int index = bit / Byte.SIZE;
      if ((address[index] & mask) != (network[index] & mask)) {
        return false;
      }
    }
    return true;
  }
}
