/// The digital products on offer, their pages, covers and view counts.
///
/// Entry class: [Catalogue]. It does not know who buys.
@NullMarked
package dev.tocsin.marketplace.catalogue;

import org.jspecify.annotations.NullMarked;
