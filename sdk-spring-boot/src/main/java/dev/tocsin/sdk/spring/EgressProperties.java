package dev.tocsin.sdk.spring;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings under `tocsin.egress`; `sdk/docs/guards.md` explains each.
///
/// @param allowedHosts bare names, a comma list or a JSON list; not set means that
///   `EXPORT_WEBHOOK_ALLOWED_HOSTS` decides
/// @param exemptions ranges of addresses that may be called although they are private
@ConfigurationProperties("tocsin.egress")
record EgressProperties(
    @Nullable String allowedHosts,
    @DefaultValue("https") Set<String> schemes,
    @DefaultValue List<String> exemptions,
    @DefaultValue("10s") Duration timeout) {}
