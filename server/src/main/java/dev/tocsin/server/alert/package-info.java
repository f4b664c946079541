/// Alerts: one per rule and series, pending, firing, then resolved, kept in the database so that a
/// restart changes nothing. Hands firing and resolving to [AlertListener]s within the transaction
/// that stores it. Start at [AlertBook]. This package must not know incidents or how people are
/// told.
@NullMarked
package dev.tocsin.server.alert;

import org.jspecify.annotations.NullMarked;
