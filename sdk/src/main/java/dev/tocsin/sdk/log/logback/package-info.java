/// Puts the rules of the package above into Logback: one appender in front of all others that
/// samples and redacts, JSON lines, rolling files, Loki. Start at [LogbackSetup]. The only package
/// that knows Logback.
@NullMarked
package dev.tocsin.sdk.log.logback;

import org.jspecify.annotations.NullMarked;
