package dev.tocsin.sdk.spring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings under `tocsin.backups`.
///
/// @param expected kinds of backup that are missed when they never come, such as `pg_dump`
/// @param maxAge how old the last success of a kind may be
/// @param stateFile where reports are kept across restarts
@ConfigurationProperties("tocsin.backups")
record BackupsProperties(
    @DefaultValue List<String> expected,
    @DefaultValue("24h") Duration maxAge,
    @DefaultValue("tocsin-state/backups.json") Path stateFile) {}
