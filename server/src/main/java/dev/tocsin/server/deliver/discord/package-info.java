/// Discord through a webhook. Start at [DiscordType].
@NullMarked
package dev.tocsin.server.deliver.discord;

import org.jspecify.annotations.NullMarked;
