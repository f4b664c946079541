package dev.tocsin.sdk.outbox;

import java.util.Map;

/// Headers of the work that the current thread does, to travel with its events: `traceparent`.
@FunctionalInterface
public interface WorkHeaders {

  Map<String, String> current();
}
