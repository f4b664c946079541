/// What calls to language models cost, by whom, and no more than allowed: dated prices, the list of
/// allowed models, a limit per user and day that holds under parallel calls, an audit event per
/// call. [UsageMeter] is the entry. Money is whole nano-units (1e-9) of one currency, never a
/// floating-point number; reported and estimated sums are kept and shown apart.
@NullMarked
package dev.tocsin.sdk.usage;

import org.jspecify.annotations.NullMarked;
