/// Pushes to telephones through ntfy. Start at [NtfyType].
@NullMarked
package dev.tocsin.server.deliver.ntfy;

import org.jspecify.annotations.NullMarked;
