package dev.tocsin.marketplace.account;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Removes sessions that have expired.
@Component
class SessionUpkeep {
  private static final Logger LOG = System.getLogger(SessionUpkeep.class.getName());

  private final Accounts accounts;

  SessionUpkeep(Accounts accounts) {
    this.accounts = accounts;
  }

  @Scheduled(fixedDelayString = "${marketplace.upkeep-pause:5m}")
  void forgetOld() {
    try {
      accounts.forgetOld();
    } catch (RuntimeException exception) {
      LOG.log(Level.WARNING, "Old sessions stay: {0}", exception.getMessage());
    }
  }
}
