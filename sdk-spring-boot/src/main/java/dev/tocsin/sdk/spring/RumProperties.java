package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.rum.RumOptions;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings under `tocsin.rum`.
///
/// @param production whether browsers measure; not set means that the profile `production` or
///   `prod`, `NODE_ENV=production` or the environment `production` decides
/// @param vitalsEndpoint where browsers post web vitals
/// @param errorsEndpoint where browsers post errors; not set means that they collect none
@ConfigurationProperties("tocsin.rum")
record RumProperties(
    @Nullable Boolean production,
    @DefaultValue(RumOptions.DEFAULT_VITALS_ENDPOINT) String vitalsEndpoint,
    @Nullable String errorsEndpoint) {}
