/// The one door for samples: every sample, whoever brings it, enters through [SampleSink], which
/// holds the limits and counts what it refuses and why. One sub-package per way in. This package
/// must not know what samples mean, and not the ways in.
@NullMarked
package dev.tocsin.server.ingest;

import org.jspecify.annotations.NullMarked;
