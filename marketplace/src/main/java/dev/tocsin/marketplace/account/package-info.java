/// Who is shopping: sessions, registration, login, roles.
///
/// Entry class: [Accounts]; controllers receive a [Visitor]. It knows nothing of carts and orders.
@NullMarked
package dev.tocsin.marketplace.account;

import org.jspecify.annotations.NullMarked;
