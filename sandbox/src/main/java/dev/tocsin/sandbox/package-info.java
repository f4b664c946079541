/// Stand-ins, on this machine, for the outside services that a shop and its team use: a payment
/// provider, a chat room, a paging service, an incident webhook and a mail server. Each answers in
/// the shape of the public interface it stands for, keeps what it was sent, and can be told to
/// fail. Start at [Sandbox]. This package must not know the product: it sees only what arrives by
/// network.
@NullMarked
package dev.tocsin.sandbox;

import org.jspecify.annotations.NullMarked;
