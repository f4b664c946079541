/// Of which alerts nobody is told: silences with an end, recurring maintenance windows, and alerts
/// that follow from others. Also the door that speaks Alertmanager's API. Start at [Silences] and
/// [Mutes]. This package must not know incidents or how people are told.
@NullMarked
package dev.tocsin.server.silence;

import org.jspecify.annotations.NullMarked;
