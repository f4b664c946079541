package dev.tocsin.server.deliver;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// Tells addresses of the private network from public ones. The connection that follows a check
/// resolves the name again, but within the JVM's name cache, so it gets the addresses that were
/// checked.
final class AddressGuard {
  private AddressGuard() {}

  /// Whether any address of the host is not public.
  static boolean isPrivate(String host) throws UnknownHostException {
    for (var address : InetAddress.getAllByName(host)) {
      if (isPrivate(address)) {
        return true;
      }
    }
    return false;
  }

  static boolean isPrivate(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return true;
    }
    var bytes = address.getAddress();
    return address instanceof Inet4Address ? isReserved4(bytes) : isReserved6(bytes);
  }

  /// `0/8`, `100.64/10` (carriers), `192.0.0/24`, `198.18/15` (benchmarks) and `240/4`.
  private static boolean isReserved4(byte[] bytes) {
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    return first == 0
        || (first == 100 && (second & 0xc0) == 64)
        || (first == 192 && second == 0 && bytes[2] == 0)
        || (first == 198 && (second & 0xfe) == 18)
        || first >= 240;
  }

  /// `fc00::/7`, and the forms that carry an IPv4 address: `::/96`, `64:ff9b::/96` and `2002::/16`.
  private static boolean isReserved6(byte[] bytes) {
    boolean uniqueLocal = (bytes[0] & 0xfe) == 0xfc;
    boolean translated =
        bytes[0] == 0 && bytes[1] == 0x64 && (bytes[2] & 0xff) == 0xff && (bytes[3] & 0xff) == 0x9b;
    boolean tunnelled = bytes[0] == 0x20 && bytes[1] == 0x02;
    boolean compatible = true;
    for (int i = 0; i < 12; i++) {
      compatible &= bytes[i] == 0;
    }
    return uniqueLocal || translated || tunnelled || compatible;
  }
}
