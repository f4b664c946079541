package dev.tocsin.server.event;

import org.jspecify.annotations.Nullable;

/// A fact that an application pushed.
///
/// @param id the application's own
/// @param alertKey what it is about, when it is an alert
/// @param severity how bad it is, when it is an alert
/// @param toldDirectly whether the application has told its webhook of this alert by itself
/// @param data JSON
public record Event(
    String application,
    String id,
    String type,
    long happenedAtMillis,
    long receivedAtMillis,
    @Nullable String alertKey,
    @Nullable String severity,
    boolean toldDirectly,
    String message,
    String data) {}
