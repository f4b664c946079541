package dev.tocsin.sdk.inquiry;

import java.time.Duration;
import java.time.Instant;

/// What an [Inquiry] found, how long that took and when it was finished.
public record Finding<R>(R value, Duration latency, Instant at) {}
