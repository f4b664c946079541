package dev.tocsin.sdk.spring;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings under `tocsin.jobs`.
///
/// @param threshold after which time without a sign of life a job is missing
/// @param scheduled whether `@Scheduled` methods are jobs without being named
/// @param thresholds for single jobs, by name; a name here is expected from the start on
@ConfigurationProperties("tocsin.jobs")
record JobsProperties(
    @DefaultValue("10m") Duration threshold,
    @DefaultValue("true") boolean scheduled,
    @DefaultValue Map<String, Duration> thresholds) {}
