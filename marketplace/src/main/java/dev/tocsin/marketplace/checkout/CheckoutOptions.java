package dev.tocsin.marketplace.checkout;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Ages at which a checkout counts as stuck: the one definition for metrics and report.
///
/// @param resumeWithin how old an unpaid reservation may be and still be paid; older ones are
///   cancelled, because nobody expects a charge from long ago
@ConfigurationProperties(prefix = "marketplace.checkout", ignoreUnknownFields = false)
record CheckoutOptions(
    @DefaultValue("2m") Duration reservedLimit,
    @DefaultValue("5m") Duration payingLimit,
    @DefaultValue("30m") Duration resumeWithin) {
  CheckoutOptions {
    if (!isPositive(reservedLimit) || !isPositive(payingLimit) || !isPositive(resumeWithin)) {
      throw new IllegalArgumentException(
          "marketplace.checkout: reserved-limit, paying-limit and resume-within must be more"
              + " than 0, such as 2m.");
    }
  }

  Duration limit(AttemptState state) {
    return switch (state) {
      case RESERVED -> reservedLimit;
      case PAYMENT_INITIATED_CART_RECONCILING -> payingLimit;
      case COMPLETED, FAILED, EXPIRED ->
          throw new IllegalStateException("BUG: an ended attempt cannot be stuck");
    };
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }
}
