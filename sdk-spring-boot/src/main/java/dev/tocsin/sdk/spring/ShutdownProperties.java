package dev.tocsin.sdk.spring;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings under `tocsin.shutdown`.
///
/// @param limit for everything together
/// @param readinessDelay how long requests are still served after readiness has become 503; not set
///   means 5 s on Kubernetes, where the news needs time to spread, and none elsewhere
@ConfigurationProperties("tocsin.shutdown")
record ShutdownProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("30s") Duration limit,
    @Nullable Duration readinessDelay) {}
