/// Expression to value: reads series once and computes node by node over all steps. Start at
/// [Evaluator]. It must not know text, HTTP or storage.
@NullMarked
package dev.tocsin.promql.eval;

import org.jspecify.annotations.NullMarked;
