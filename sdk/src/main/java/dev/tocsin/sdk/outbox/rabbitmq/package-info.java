/// AMQP 0-9-1 (RabbitMQ, Qpid) as a transport of the outbox; needs `com.rabbitmq:amqp-client`.
@NullMarked
package dev.tocsin.sdk.outbox.rabbitmq;

import org.jspecify.annotations.NullMarked;
