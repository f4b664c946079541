/// Makes believable visitors who shop over HTTP.
///
/// Entry class: [TrafficGenerator]. It knows the shop only by its addresses.
@NullMarked
package dev.tocsin.marketplace.traffic;

import org.jspecify.annotations.NullMarked;
