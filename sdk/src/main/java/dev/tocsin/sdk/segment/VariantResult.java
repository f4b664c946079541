package dev.tocsin.sdk.segment;

import org.jspecify.annotations.Nullable;

/// How a variant of an experiment does.
///
/// @param subjects how many saw it: the size of the sample
/// @param conversionRate the share of them that converted; null without subjects
public record VariantResult(
    String experiment,
    String variant,
    long subjects,
    long conversions,
    @Nullable Double conversionRate) {}
