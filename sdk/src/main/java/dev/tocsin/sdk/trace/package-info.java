/// Traces by OpenTelemetry, in the W3C trace context. Start at [Tracing]. Needs
/// `opentelemetry-sdk-trace`; exporting needs `opentelemetry-exporter-otlp` too. This package must
/// not know any framework.
@NullMarked
package dev.tocsin.sdk.trace;

import org.jspecify.annotations.NullMarked;
