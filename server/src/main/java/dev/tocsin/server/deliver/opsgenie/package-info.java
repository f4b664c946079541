/// Opsgenie, and what speaks its Alert API. Start at [OpsgenieType].
@NullMarked
package dev.tocsin.server.deliver.opsgenie;

import org.jspecify.annotations.NullMarked;
