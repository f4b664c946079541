/// Orders, their lines and their states, and the pages that show them.
///
/// Entry class: [Orders]. It does not talk to the payment provider.
@NullMarked
package dev.tocsin.marketplace.order;

import org.jspecify.annotations.NullMarked;
