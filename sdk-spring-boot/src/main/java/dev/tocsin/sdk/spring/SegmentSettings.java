package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.segment.SegmentOptions;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings under `tocsin.segments`; `sdk/docs/segments.md` explains each.
///
/// @param regionHeader the header in which a trusted proxy puts the region; not set means none
/// @param regions the regions that are told apart; empty means the countries of ISO 3166
/// @param consumerHeader the header in which a consumer of the API names itself; not set means none
/// @param consumers the names that are told apart
/// @param subjectLimit the most subjects of experiments that are remembered
@ConfigurationProperties("tocsin.segments")
record SegmentSettings(
    @Nullable String regionHeader,
    @DefaultValue Set<String> regions,
    @Nullable String consumerHeader,
    @DefaultValue Set<String> consumers,
    @DefaultValue("100000") int subjectLimit) {

  SegmentOptions options() {
    return new SegmentOptions(regionHeader, regions, consumerHeader, consumers);
  }
}
