/// Ground floor for pages and JSON: the page engine, the envelope of answers, refusals and security
/// headers.
///
/// Entry class: [Pages]. It knows no feature of the shop.
@NullMarked
package dev.tocsin.marketplace.web;

import org.jspecify.annotations.NullMarked;
