/// The reference shop: a real program that sells digital products and is watched by Tocsin.
///
/// [Marketplace] starts it; every feature is a package of its own. No feature knows this package.
@NullMarked
package dev.tocsin.marketplace;

import org.jspecify.annotations.NullMarked;
