package dev.tocsin.server.incident;

/// Tells which services the status page has.
@FunctionalInterface
public interface KnownServices {
  boolean knows(String service);
}
