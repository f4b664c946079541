package dev.tocsin.server;

import dev.tocsin.server.deliver.AdminNotice;
import dev.tocsin.server.deliver.Notices;
import dev.tocsin.server.event.Fallback;
import dev.tocsin.server.event.FallbackListener;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Every fallback is a line of the stream of notices, one for each key of an application.
final class FallbackNotices implements FallbackListener {
  private final Notices notices;

  FallbackNotices(Notices notices) {
    this.notices = notices;
  }

  @Override
  public void heard(Handle transaction, List<Fallback> fallbacks) {
    for (var fallback : fallbacks) {
      var key = fallback.application() + "/" + fallback.key();
      if (fallback.isOver()) {
        notices.over(transaction, AdminNotice.FALLBACK, key);
      } else {
        var summary =
            fallback.application() + ": " + fallback.message() + " (" + fallback.key() + ")";
        notices.raise(transaction, AdminNotice.of(AdminNotice.FALLBACK, key, summary));
      }
    }
  }
}
