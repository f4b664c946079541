/// Amounts of money. Entry class: [Money]. It knows nothing else.
@NullMarked
package dev.tocsin.marketplace.money;

import org.jspecify.annotations.NullMarked;
