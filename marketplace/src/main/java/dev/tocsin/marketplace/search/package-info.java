/// Finds products by words.
///
/// Entry class: [Search]. It reads the catalogue and changes nothing.
@NullMarked
package dev.tocsin.marketplace.search;

import org.jspecify.annotations.NullMarked;
