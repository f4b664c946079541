/// Turns a cart into a paid order: reserve, pay, complete; repairs what was interrupted.
///
/// Entry class: [Checkout]; [Reconciler] repairs. It knows cart, order, payment and mail, none of
/// which know it.
@NullMarked
package dev.tocsin.marketplace.checkout;

import org.jspecify.annotations.NullMarked;
