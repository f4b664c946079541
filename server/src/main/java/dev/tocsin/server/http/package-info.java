/// Listener, routes, JSON, problem responses, limits, sessions' cookies and CSRF, live events. A
/// feature hands in [Route]s and gets [Request]s; it answers [Reply]s. Start at [HttpListener].
/// This package must not know any product word.
@NullMarked
package dev.tocsin.server.http;

import org.jspecify.annotations.NullMarked;
