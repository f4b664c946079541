package dev.tocsin.promql.eval;

import dev.tocsin.promql.Annotations;
import dev.tocsin.promql.Cancellation;
import dev.tocsin.promql.QueryLimits;
import dev.tocsin.promql.function.QueryTimes;
import dev.tocsin.promql.function.Steps;
import dev.tocsin.series.SeriesReader;

/// What is the same for all parts of one query.
///
/// @param steps the steps of the whole query
/// @param times the times of the whole query, which `start()` and `end()` refer to
public record QueryContext(
    SeriesReader reader,
    QueryLimits limits,
    Cancellation cancellation,
    Annotations annotations,
    Steps steps,
    QueryTimes times) {}
