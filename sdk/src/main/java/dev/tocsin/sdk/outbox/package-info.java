/// Events that must not get lost between a business transaction and a message broker. [Outbox]
/// stores them with the transaction, a relay sends them in order per key, and buffers take over
/// while the database is down. Knows brokers only as [Transport], buffers as [RecoveryBuffer].
@NullMarked
package dev.tocsin.sdk.outbox;

import org.jspecify.annotations.NullMarked;
