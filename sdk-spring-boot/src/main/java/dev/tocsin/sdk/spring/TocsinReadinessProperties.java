package dev.tocsin.sdk.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/// Which keys the application must have.
///
/// @param enabled whether the contract is checked
/// @param contract where the contract is; not set means the SDK's own
@ConfigurationProperties("tocsin.readiness")
record TocsinReadinessProperties(
    @DefaultValue("true") boolean enabled, @Nullable Resource contract) {}
