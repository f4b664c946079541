/// The functions of the language, one table of name, signature and code, and the shapes the code
/// computes on. Start at [Functions]. It must not know how an expression is walked or series are
/// read.
@NullMarked
package dev.tocsin.promql.function;

import org.jspecify.annotations.NullMarked;
