package dev.tocsin.sdk.spring;

import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings under `tocsin.guard`; `sdk/docs/guards.md` explains each.
///
/// @param consumers the clients that carts are counted by; others are `unregistered`
/// @param replayPurgeInterval how often tables of seen webhook events are purged
@ConfigurationProperties("tocsin.guard")
record GuardProperties(
    @DefaultValue({"web", "mobile"}) Set<String> consumers,
    @DefaultValue("1h") Duration replayPurgeInterval) {}
