package dev.tocsin.sdk.spring;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings under `tocsin.lifecycles`.
///
/// @param interval how often each lifecycle is counted
@ConfigurationProperties("tocsin.lifecycles")
record LifecycleProperties(@DefaultValue("15s") Duration interval) {}
