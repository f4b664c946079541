/// Users, roles, sessions, tokens, sign-in, and the audit trail of what people did. Start at
/// [Accounts]. This package must not know what the signed-in people work on.
@NullMarked
package dev.tocsin.server.account;

import org.jspecify.annotations.NullMarked;
