package dev.tocsin.server.rule;

/// The text of a rule file.
///
/// @param name as it appears in messages and in the rules' stored state
public record RuleSource(String name, String text) {}
