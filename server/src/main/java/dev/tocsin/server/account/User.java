package dev.tocsin.server.account;

import dev.tocsin.server.http.Role;

/// A person who may sign in.
public record User(String id, String name, Role role, long createdAtMillis) {}
