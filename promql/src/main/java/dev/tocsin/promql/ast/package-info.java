/// The sealed tree of an expression. Start at [Expr]. It must not know how text is parsed or how an
/// expression is evaluated.
@NullMarked
package dev.tocsin.promql.ast;

import org.jspecify.annotations.NullMarked;
