/// Google Chat through the webhook of a space. Start at [GoogleChatType].
@NullMarked
package dev.tocsin.server.deliver.googlechat;

import org.jspecify.annotations.NullMarked;
