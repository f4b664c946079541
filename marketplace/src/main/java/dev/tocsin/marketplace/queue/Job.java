package dev.tocsin.marketplace.queue;

/// One piece of work as it was written down; attempts counts the tries before this one.
public record Job(String id, String queue, String key, String payload, int attempts) {}
