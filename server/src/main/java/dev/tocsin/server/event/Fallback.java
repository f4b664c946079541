package dev.tocsin.server.event;

/// Something that an application serves less of than it should, or does so no more.
///
/// @param key stable and dotted
public record Fallback(String application, String key, String message, boolean isOver) {}
