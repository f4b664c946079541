/// Kafka as a transport of the outbox; needs `org.apache.kafka:kafka-clients`.
@NullMarked
package dev.tocsin.sdk.outbox.kafka;

import org.jspecify.annotations.NullMarked;
