/// Tocsin watches itself: its own metrics and health, served as any application serves them. Start
/// at [SelfApi]. This package must not know how its figures are used.
@NullMarked
package dev.tocsin.server.selfmon;

import org.jspecify.annotations.NullMarked;
