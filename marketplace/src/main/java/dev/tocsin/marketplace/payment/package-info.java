/// Charges through a Stripe-shaped provider and reads its signed webhooks.
///
/// Entry class: [Payments]. What a paid order means is decided by the [PaymentEventListener].
@NullMarked
package dev.tocsin.marketplace.payment;

import org.jspecify.annotations.NullMarked;
