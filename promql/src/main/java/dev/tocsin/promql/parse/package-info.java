/// Text to checked expression: lexer, precedence parser, type rules. Start at [Parser]. It knows
/// the signatures of functions, never their code, and no series.
@NullMarked
package dev.tocsin.promql.parse;

import org.jspecify.annotations.NullMarked;
