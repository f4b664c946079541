package dev.tocsin.marketplace.cart;

import dev.tocsin.sdk.metrics.ApplicationMetrics;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Publishes how many carts are alive, and removes those that are not.
@Component
class CartUpkeep {
  private static final Logger LOG = System.getLogger(CartUpkeep.class.getName());

  private final Carts carts;
  private final ApplicationMetrics metrics;

  CartUpkeep(Carts carts, ApplicationMetrics metrics) {
    this.carts = carts;
    this.metrics = metrics;
  }

  @Scheduled(fixedDelayString = "${marketplace.gauge-pause:3s}")
  void publish() {
    try {
      metrics.setActiveCartCount(carts.countActive());
    } catch (RuntimeException exception) {
      LOG.log(Level.WARNING, "The cart gauge is old: {0}", exception.getMessage());
    }
  }

  @Scheduled(fixedDelayString = "${marketplace.upkeep-pause:5m}")
  void forgetOld() {
    try {
      carts.forgetOld();
    } catch (RuntimeException exception) {
      LOG.log(Level.WARNING, "Old carts stay: {0}", exception.getMessage());
    }
  }
}
