package dev.tocsin.sdk.segment;

/// The families that a client belongs to, each one of a small set of words.
///
/// @param device `mobile` (tablets too), `desktop` or `other`
public record ClientFamily(String browser, String os, String device) {}
