/// Keeps the samples: opens the series store in the data folder, removes what is older than the
/// retention and tells how large it is. Start at [SampleStore]. This package must not know where
/// samples come from and what they are asked for.
@NullMarked
package dev.tocsin.server.store;

import org.jspecify.annotations.NullMarked;
