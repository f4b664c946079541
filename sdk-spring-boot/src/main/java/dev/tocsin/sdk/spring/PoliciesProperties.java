package dev.tocsin.sdk.spring;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// The settings under `tocsin.policies`.
///
/// @param file the governance file; not set means that `GOVERNANCE_FILE` decides, and without that
///   the application has none
@ConfigurationProperties("tocsin.policies")
record PoliciesProperties(@Nullable Path file) {}
