/// Reads `tocsin.yml` and the environment into a tree of [Settings]; each feature turns its section
/// into an immutable options record. All problems are collected and reported together. Start at
/// [ConfigFile]. This package must not know any feature.
@NullMarked
package dev.tocsin.server.config;

import org.jspecify.annotations.NullMarked;
