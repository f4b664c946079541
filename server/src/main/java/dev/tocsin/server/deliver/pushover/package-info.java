/// Pushes to telephones through Pushover. Start at [PushoverType].
@NullMarked
package dev.tocsin.server.deliver.pushover;

import org.jspecify.annotations.NullMarked;
