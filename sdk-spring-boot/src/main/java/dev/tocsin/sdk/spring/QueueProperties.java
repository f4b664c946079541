package dev.tocsin.sdk.spring;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings under `tocsin.queues`.
///
/// @param interval how often each queue is looked at
/// @param replaysPerMinute dead letters of one queue that may be replayed within a minute
@ConfigurationProperties("tocsin.queues")
record QueueProperties(
    @DefaultValue("15s") Duration interval, @DefaultValue("300") int replaysPerMinute) {}
