package dev.tocsin.server.probe;

import org.jspecify.annotations.Nullable;

/// A service went over from one status to another.
///
/// @param from absent for the first check of a service
/// @param detail what the check said, such as `status 503 instead of 2xx`
public record StatusChange(
    String service, @Nullable ServiceStatus from, ServiceStatus to, long atMillis, String detail) {}
