/// The HTTP surface for probes, scrapers and operators, without an HTTP server: [OpsSurface] turns
/// an [OpsCall] into an [OpsResponse] that any server can send. It joins the packages `metrics` and
/// `health`, which do not know each other, with the [OpsBlock]s and [OpsEndpoint]s of the features.
@NullMarked
package dev.tocsin.sdk.ops;

import org.jspecify.annotations.NullMarked;
