package dev.tocsin.sdk.security;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds the client's address behind proxies. `X-Forwarded-For` is written by whoever sends the
/// request, so it is read from the right, only as far as known proxies have written it: the client
/// is the last address that is not one of them.
public final class TrustedProxies {

  private static final int MAX_HOPS = 20;
  private static final int MAX_HEADER_LENGTH = 2_000;

  private final List<AddressRange> ranges;

  private TrustedProxies(List<AddressRange> ranges) {
    this.ranges = ranges;
  }

  /// Trusts nobody: the peer is the client.
  public static TrustedProxies none() {
    return new TrustedProxies(List.of());
  }

  /// @param ranges addresses and ranges of the proxies: `10.0.0.0/8`
  /// @throws IllegalArgumentException naming the first that is neither
  public static TrustedProxies of(List<String> ranges) {
    List<AddressRange> parsed = new ArrayList<>();
    for (String range : ranges) {
      try {
        parsed.add(AddressRange.parse(range));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("'" + range + "': " + e.getMessage(), e);
      }
    }
    return new TrustedProxies(List.copyOf(parsed));
  }

  /// Whether what the peer says about the client may be believed.
  public boolean trust(String peer) {
    return AddressRange.literal(peer).filter(this::isProxy).isPresent();
  }

  /// The client's address.
  ///
  /// @param peer the other end of the connection
  /// @param forwardedFor all values of `X-Forwarded-For`, in their order
  public String client(String peer, List<String> forwardedFor) {
    String client = peer;
    if (!trust(peer)) {
      return client;
    }
    List<String> hops = hops(forwardedFor);
    int last = Math.max(0, hops.size() - MAX_HOPS);
    for (int i = hops.size() - 1; i >= last; i--) {
      Optional<InetAddress> hop = AddressRange.literal(withoutPort(hops.get(i)));
      if (hop.isEmpty()) {
        return client;
      }
      client = hop.get().getHostAddress();
      if (!isProxy(hop.get())) {
        return client;
      }
    }
    return client;
  }

  private boolean isProxy(InetAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }

  private static List<String> hops(List<String> headers) {
    String joined = String.join(",", headers);
    String end =
        joined.length() <= MAX_HEADER_LENGTH
            ? joined
            : joined.substring(joined.length() - MAX_HEADER_LENGTH);
    return List.of(end.split(",", -1)).stream().map(String::strip).toList();
  }

  private static String withoutPort(String hop) {
    if (hop.startsWith("[") && hop.indexOf(']') > 0) {
      return hop.substring(1, hop.indexOf(']'));
    }
    int colon = hop.indexOf(':');
    return colon > 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
  }

  /// The key under which a source is counted: an IPv4 address, or the /64 of an IPv6 address, since
  /// one customer has at least that many of them.
  static String sourceOf(String address) {
    return AddressRange.literal(address)
        .map(InetAddress::getAddress)
        .filter(bytes -> bytes.length > 4)
        .map(TrustedProxies::network)
        .orElse(address);
  }

  private static String network(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i += 2) {
      text.append(Integer.toHexString((bytes[i] & 0xff) << 8 | (bytes[i + 1] & 0xff))).append(':');
    }
    return text.append(":/64").toString();
  }
}
