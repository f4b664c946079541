/// Telegram through a bot. Start at [TelegramType].
@NullMarked
package dev.tocsin.server.deliver.telegram;

import org.jspecify.annotations.NullMarked;
