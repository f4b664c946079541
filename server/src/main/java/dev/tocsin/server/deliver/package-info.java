/// Tells people: a durable queue of notifications, stages from an incident's change to a recorded
/// delivery, dead letters and their replay. Start at [Notifier], which puts notifications into the
/// queue, and [DeliveryWorker], which sends them through the [Channel]s. This package must not know
/// any concrete channel.
@NullMarked
package dev.tocsin.server.deliver;

import org.jspecify.annotations.NullMarked;
