/// The query language: text in, values out, over any [dev.tocsin.series.SeriesReader]. Start at
/// [PromQl]. This package must not know how series are kept, HTTP, or rules.
@NullMarked
package dev.tocsin.promql;

import org.jspecify.annotations.NullMarked;
