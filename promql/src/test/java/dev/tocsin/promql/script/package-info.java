/// Runs test scripts in the notation `load` / `eval` / `expect`. Start at [Script]. It knows the
/// public face of the query engine only.
@NullMarked
package dev.tocsin.promql.script;

import org.jspecify.annotations.NullMarked;
