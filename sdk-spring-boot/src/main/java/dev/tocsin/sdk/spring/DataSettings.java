package dev.tocsin.sdk.spring;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings under `tocsin.data`; `sdk/docs/data.md` explains each.
///
/// @param slowQueryThreshold a query that takes as long is slow
/// @param queryLogShare the share of ordinary queries that is logged
@ConfigurationProperties("tocsin.data")
record DataSettings(
    @DefaultValue("500ms") Duration slowQueryThreshold,
    @DefaultValue("0.1") double queryLogShare) {}
