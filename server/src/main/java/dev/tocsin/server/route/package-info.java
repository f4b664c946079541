/// Which receivers hear of which alerts: a tree of routes in Alertmanager's terms, time intervals,
/// inhibition rules, and what depends on what. Pure: nothing here stores or sends. Start at
/// [RoutingTree]. This package must not know alerts, incidents or channels.
@NullMarked
package dev.tocsin.server.route;

import org.jspecify.annotations.NullMarked;
