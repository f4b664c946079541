package dev.tocsin.marketplace.admin;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// `SANDBOX_URL`: where the stand-ins for outside services are controlled.
@ConfigurationProperties(prefix = "marketplace.sandbox", ignoreUnknownFields = false)
record SandboxOptions(URI url) {}
