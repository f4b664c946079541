/// Records what matters to security and notices attacks: failed logins, brute force, privilege
/// escalation, unusual access. [SecurityAudit] is the entry; it knows no framework. Nothing here is
/// sampled, and whatever an attacker can make grow has a limit.
@NullMarked
package dev.tocsin.sdk.security;

import org.jspecify.annotations.NullMarked;
