package dev.tocsin.sdk.egress;

import java.util.List;
import java.util.Set;

/// What may be called.
///
/// @param schemes out of `https` and `http`
/// @param exemptions addresses that may be called although they are private or local
public record DestinationRules(
    AllowedHosts hosts, Set<String> schemes, List<AddressRange> exemptions) {

  private static final Set<String> KNOWN = Set.of("https", "http");

  public DestinationRules {
    schemes = Set.copyOf(schemes);
    exemptions = List.copyOf(exemptions);
    if (schemes.isEmpty() || !KNOWN.containsAll(schemes)) {
      throw new IllegalArgumentException(
          "The schemes of destinations must be https, http or both, not " + schemes + ".");
    }
  }

  /// The hosts by https, public addresses only.
  public static DestinationRules of(AllowedHosts hosts) {
    return new DestinationRules(hosts, Set.of("https"), List.of());
  }
}
