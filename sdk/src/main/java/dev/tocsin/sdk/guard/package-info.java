/// Small classes that keep an application honest while something is wrong: [BoundedStaleness],
/// [DegradedControl], [VersionGuard] and [SelfHealingCache]. Each is used by itself, counts what it
/// does, and refuses with a [Refusal] that says what the client can do.
@NullMarked
package dev.tocsin.sdk.guard;

import org.jspecify.annotations.NullMarked;
