/// Health of one application: indicators look at memory and dependencies, [HealthEngine] runs them
/// in parallel with a time limit each and answers the probe surfaces. Implement [HealthIndicator]
/// to add a check. This package must not know any web framework.
@NullMarked
package dev.tocsin.sdk.health;

import org.jspecify.annotations.NullMarked;
