/// The operator's overview, read from top to bottom the way an incident is handled, and the streams
/// that keep pages fresh. Start at [OperationsPages]. This package only shows what others know; it
/// must not decide anything.
@NullMarked
package dev.tocsin.server.admin;

import org.jspecify.annotations.NullMarked;
