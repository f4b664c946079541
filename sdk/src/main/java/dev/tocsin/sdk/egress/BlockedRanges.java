package dev.tocsin.sdk.egress;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// The addresses that no customer's URL should reach: everything that is not global unicast by the
/// registries of special addresses (RFC 6890 and its successors), and the metadata services of
/// clouds. IPv6 forms that carry an IPv4 address are judged by that address.
final class BlockedRanges {

  private static final List<AddressRange> BLOCKED =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "168.63.129.16/32",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/4",
              "240.0.0.0/4",
              "::/128",
              "::1/128",
              "64:ff9b:1::/48",
              "100::/64",
              "2001::/23",
              "2001:db8::/32",
              "3fff::/20",
              "5f00::/16",
              "fc00::/7",
              "fe80::/10",
              "fec0::/10",
              "ff00::/8")
          .map(AddressRange::parse)
          .toList();

  /// Compatible addresses, NAT64 and 6to4: where the IPv4 address begins, by prefix. Mapped ones
  /// Java has turned into IPv4 already.
  private static final List<Embedding> EMBEDDINGS =
      List.of(
          new Embedding(AddressRange.parse("::/96"), 12),
          new Embedding(AddressRange.parse("64:ff9b::/96"), 12),
          new Embedding(AddressRange.parse("2002::/16"), 2));

  private BlockedRanges() {}

  static boolean contain(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (BLOCKED.stream().anyMatch(range -> range.contains(bytes))) {
      return true;
    }
    return EMBEDDINGS.stream()
        .filter(embedding -> embedding.range().contains(bytes))
        .map(embedding -> Arrays.copyOfRange(bytes, embedding.at(), embedding.at() + 4))
        .anyMatch(inner -> BLOCKED.stream().anyMatch(range -> range.contains(inner)));
  }

  private record Embedding(AddressRange range, int at) {}
}
