/// The named faults that can be switched on, and the places where this process produces them.
///
/// Entry class: [Switchboard]. It knows neither who turns a switch nor what the features do.
@NullMarked
package dev.tocsin.marketplace.fault;

import org.jspecify.annotations.NullMarked;
