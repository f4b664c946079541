/// Microsoft Teams through a workflow that takes webhooks. Start at [TeamsType].
@NullMarked
package dev.tocsin.server.deliver.teams;

import org.jspecify.annotations.NullMarked;
