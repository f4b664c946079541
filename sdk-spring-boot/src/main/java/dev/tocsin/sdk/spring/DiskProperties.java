package dev.tocsin.sdk.spring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings under `tocsin.disk`.
///
/// @param volumes a path on each volume to watch, by the name of the volume
@ConfigurationProperties("tocsin.disk")
record DiskProperties(
    @DefaultValue Map<String, Path> volumes,
    @DefaultValue("0.70") double warningRatio,
    @DefaultValue("0.85") double criticalRatio,
    @DefaultValue("30s") Duration interval) {}
