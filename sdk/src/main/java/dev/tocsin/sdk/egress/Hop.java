package dev.tocsin.sdk.egress;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// One answer on the way.
///
/// @param location where it leads on; null when it is the last one
record Hop(OutgoingAnswer answer, @Nullable URI location) {}
