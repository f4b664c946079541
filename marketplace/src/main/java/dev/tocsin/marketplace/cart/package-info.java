/// Carts with versions: a change names the version it was made on, and a stale one is refused.
///
/// Entry class: [Carts]. It does not know how a checkout is paid.
@NullMarked
package dev.tocsin.marketplace.cart;

import org.jspecify.annotations.NullMarked;
