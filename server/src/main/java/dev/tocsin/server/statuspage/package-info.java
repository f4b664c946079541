/// What customers see: how the services do and did, and what is told of incidents. Everything goes
/// out through [PublicIncident] and [PublicService], which hold nothing that is not for strangers.
/// Start at [StatusBoard].
@NullMarked
package dev.tocsin.server.statuspage;

import org.jspecify.annotations.NullMarked;
