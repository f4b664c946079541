package dev.tocsin.sdk.ops;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A range of addresses in CIDR notation (RFC 4632, RFC 4291): `10.0.0.0/8`, `fd00::/8`, or one
/// address.
public final class AddressRange {

  /// Nothing that could be a name: a name would be looked up.
  private static final Pattern NUMERIC =
      Pattern.compile("[0-9]+(\\.[0-9]+){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

  /// The ranges that are not reachable from the internet: loopback, private (RFC 1918), shared (RFC
  /// 6598), link-local and unique local (RFC 4193) addresses.
  public static final List<AddressRange> PRIVATE =
      Stream.of(
              "127.0.0.0/8",
              "10.0.0.0/8",
              "172.16.0.0/12",
              "192.168.0.0/16",
              "100.64.0.0/10",
              "169.254.0.0/16",
              "::1",
              "fc00::/7",
              "fe80::/10")
          .map(AddressRange::parse)
          .toList();

  private final String text;
  private final byte[] network;
  private final int bits;

  private AddressRange(String text, byte[] network, int bits) {
    this.text = text;
    this.network = network;
    this.bits = bits;
  }

  /// @throws IllegalArgumentException when the text is no range
  public static AddressRange parse(String text) {
    String stripped = text.strip();
    int slash = stripped.indexOf('/');
    byte[] network = bytes(slash < 0 ? stripped : stripped.substring(0, slash));
    int bits = network == null ? -1 : bits(stripped, slash, network.length * Byte.SIZE);
    if (network == null || bits < 0) {
      throw new IllegalArgumentException(
          "'" + text + "' is no range of addresses; write it like 10.0.0.0/8 or fd00::/8.");
    }
    return new AddressRange(stripped, network, bits);
  }

  /// Whether the address is in the range; text that is no numeric address is in none.
  boolean contains(String address) {
    byte[] asked = bytes(address);
    if (asked == null || asked.length != network.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if (((asked[bit / Byte.SIZE] ^ network[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  static boolean anyContains(List<AddressRange> ranges, @Nullable String address) {
    return address != null && ranges.stream().anyMatch(range -> range.contains(address));
  }

  @Override
  public String toString() {
    return text;
  }

  private static int bits(String text, int slash, int max) {
    if (slash < 0) {
      return max;
    }
    try {
      int bits = Integer.parseInt(text.substring(slash + 1));
      return bits <= max ? bits : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static byte @Nullable [] bytes(String address) {
    int zone = address.indexOf('%');
    String numeric = zone < 0 ? address : address.substring(0, zone);
    if (!NUMERIC.matcher(numeric).matches()) {
      return null;
    }
    try {
      return InetAddress.getByName(numeric).getAddress();
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
