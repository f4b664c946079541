package dev.tocsin.server.incident;

/// The person who acts on an incident.
///
/// @param id the id of the account
/// @param name how the timeline calls them
public record Author(String id, String name) {}
