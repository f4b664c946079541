/// The HTTP surface for probes and scrapers, without an HTTP server: [OpsSurface] turns a path and
/// two headers into an [OpsResponse] that any server can send. It joins the packages `metrics` and
/// `health`, which do not know each other.
@NullMarked
package dev.tocsin.sdk.ops;

import org.jspecify.annotations.NullMarked;
