package dev.tocsin.sdk.guard;

/// Who wants to change something, and what.
///
/// @param consumer the client as it names itself, such as `web`
/// @param operation `update_item`, `remove_item`, `clear`
public record Mutation(String consumer, String operation) {}
