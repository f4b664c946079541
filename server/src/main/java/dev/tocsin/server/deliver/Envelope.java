package dev.tocsin.server.deliver;

/// A message on its way to one channel.
///
/// @param idempotencyKey the same in every attempt, also after a restart, in a replay and through
///   the secondary channel
public record Envelope(String idempotencyKey, Message message) {}
