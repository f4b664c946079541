/// The words everyone speaks. A store implements [SeriesReader] and [SeriesWriter]; the query
/// language, the ingest and the rules know only these. Start at [Labels]. This package must not
/// know storage, the query language, time zones or transport.
@NullMarked
package dev.tocsin.series;

import org.jspecify.annotations.NullMarked;
