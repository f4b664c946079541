package dev.tocsin.sdk.segment;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What tells the segments of a request.
///
/// @param regionHeader the header in which a trusted proxy puts the region, such as `CF-IPCountry`;
///   null when there is none. A client could send it too, so name it only when the proxy replaces
///   it
/// @param regions the regions that are told apart; empty means the country codes of ISO 3166
/// @param consumerHeader the header in which a consumer of the API names itself; null for none
/// @param consumers the names that are told apart; any other is `other`
public record SegmentOptions(
    @Nullable String regionHeader,
    Set<String> regions,
    @Nullable String consumerHeader,
    Set<String> consumers) {

  public SegmentOptions {
    regions = Set.copyOf(regions);
    consumers = Set.copyOf(consumers);
  }

  /// No region and no consumer.
  public static SegmentOptions defaults() {
    return new SegmentOptions(null, Set.of(), null, Set.of());
  }
}
