package dev.tocsin.sdk.spring;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings under `tocsin.fallback`; `sdk/docs/fallbacks.md` explains each.
@ConfigurationProperties("tocsin.fallback")
record FallbackProperties(
    @DefaultValue("5m") Duration dedupWindow,
    @DefaultValue("30m") Duration quietAfter,
    @DefaultValue("500") int keyLimit,
    @DefaultValue("1000") int queueLimit) {}
