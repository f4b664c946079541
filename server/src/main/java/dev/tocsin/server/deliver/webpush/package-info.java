/// Messages to browsers: Web Push (RFC 8030) with VAPID (RFC 8292) and encrypted so that the push
/// service cannot read them (RFC 8291). Start at [WebPushType].
@NullMarked
package dev.tocsin.server.deliver.webpush;

import org.jspecify.annotations.NullMarked;
