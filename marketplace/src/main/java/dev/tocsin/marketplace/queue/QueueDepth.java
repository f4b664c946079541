package dev.tocsin.marketplace.queue;

/// How much waits in a queue, since when, and how much was given up.
record QueueDepth(String queue, long waiting, double oldestAgeSeconds, long deadLetters) {}
