/// Smoke tests right after a deployment, and the exit that makes the platform roll back. Start at
/// [SmokeSuite] for the tests and at [DeployVerification] for what happens after the boot. This
/// package must not know any web framework; it asks the application over HTTP like anybody else.
@NullMarked
package dev.tocsin.sdk.deploy;

import org.jspecify.annotations.NullMarked;
