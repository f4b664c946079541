/// Whether the application is configured for where it runs: a [ConfigContract] says which keys
/// there must be, [ConfigReadiness] compares it with the settings, [Preflight] does so for an
/// environment file or a running instance before a promotion. Values are looked at and never kept,
/// shown or logged.
@NullMarked
package dev.tocsin.sdk.readiness;

import org.jspecify.annotations.NullMarked;
