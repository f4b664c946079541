/// Rule files, their groups, and the schedule that evaluates each group once per tick, whichever
/// replica does it. Hands every outcome of an alert rule to a [RuleOutcomeListener]; writes
/// recorded series through [RecordedSamples]. Start at [RuleEngine]. This package must not know
/// alerts, incidents or where samples are kept.
@NullMarked
package dev.tocsin.server.rule;

import org.jspecify.annotations.NullMarked;
