package dev.tocsin.marketplace.payment;

import dev.tocsin.marketplace.payment.PaymentResult.Declined;
import dev.tocsin.marketplace.payment.PaymentResult.Pending;
import dev.tocsin.marketplace.payment.PaymentResult.Succeeded;
import dev.tocsin.marketplace.payment.PaymentResult.Trouble;
import dev.tocsin.marketplace.payment.PaymentResult.Uncertain;
import dev.tocsin.marketplace.payment.StripeClient.Field;
import dev.tocsin.marketplace.payment.StripeClient.NoAnswerException;
import dev.tocsin.sdk.metrics.ApplicationMetrics;
import dev.tocsin.sdk.metrics.PaymentOutcome;
import dev.tocsin.sdk.metrics.PaymentStage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Charges cards. Passing trouble is tried again with the same idempotency key, so a charge that
/// went through without our hearing of it is found and not repeated.
@Component
public class Payments {
  private static final String METHOD = "card";
  private static final int MOST_TRIES = 3;
  private static final int MOST_AT_ONCE = 32;
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final Duration WAIT_FOR_TURN = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(150);

  private final StripeClient stripe;
  private final JsonMapper json;
  private final ApplicationMetrics metrics;
  private final Semaphore turns = new Semaphore(MOST_AT_ONCE);

  Payments(StripeClient stripe, JsonMapper json, ApplicationMetrics metrics) {
    this.stripe = stripe;
    this.json = json;
    this.metrics = metrics;
  }

  /// Charges, and counts one attempt with one result however many calls it took.
  public PaymentResult charge(Charge charge) {
    metrics.payments().recordAttempt(METHOD);
    var form =
        List.of(
            new Field("amount", Long.toString(charge.amount().amountMinor())),
            new Field("currency", charge.amount().currency()),
            new Field("payment_method", charge.paymentMethod()),
            new Field("confirm", "true"),
            new Field("metadata[order_id]", charge.orderId()));
    var result = inTurn(() -> stripe.post("/v1/payment_intents", form, charge.idempotencyKey()));
    count(result);
    return result;
  }

  /// What became of a payment that was pending.
  public PaymentResult lookUp(String paymentId) {
    var result = inTurn(() -> stripe.get("/v1/payment_intents/" + paymentId));
    if (!(result instanceof Pending)) {
      count(result);
    }
    return result;
  }

  /// Gives a payment back in full. True when the provider did it.
  public boolean refund(String paymentId, String idempotencyKey) {
    var form = List.of(new Field("payment_intent", paymentId));
    try {
      var done = stripe.post("/v1/refunds", form, idempotencyKey).status() == 200;
      metrics
          .payments()
          .recordStage(PaymentStage.REFUND, done ? PaymentOutcome.SUCCESS : PaymentOutcome.ERROR);
      return done;
    } catch (NoAnswerException exception) {
      metrics.payments().recordStage(PaymentStage.REFUND, outcomeOf(exception));
      return false;
    }
  }

  private PaymentResult inTurn(Supplier<StripeAnswer> call) {
    try {
      if (!turns.tryAcquire(WAIT_FOR_TURN.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Uncertain(Trouble.BUSY, MOST_AT_ONCE + " payments are under way");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Uncertain(Trouble.BUSY, "the shop is stopping");
    }
    try {
      return tryRepeatedly(call);
    } finally {
      turns.release();
    }
  }

  private PaymentResult tryRepeatedly(Supplier<StripeAnswer> call) {
    var begin = System.nanoTime();
    var pause = FIRST_PAUSE;
    for (int tries = 1; ; tries++) {
      PaymentResult result;
      var wait = pause;
      try {
        var answer = call.get();
        result = answer.toResult(json);
        wait = answer.retryAfter().compareTo(pause) > 0 ? answer.retryAfter() : pause;
      } catch (NoAnswerException exception) {
        result = uncertain(exception);
      }
      var spent = Duration.ofNanos(System.nanoTime() - begin);
      var over = tries >= MOST_TRIES || spent.plus(wait).compareTo(PATIENCE) > 0;
      if (over || !(result instanceof Uncertain doubt) || !doubt.trouble().isPassing()) {
        return result;
      }
      LockSupport.parkNanos(wait.toNanos());
      pause = pause.multipliedBy(2);
    }
  }

  private static Uncertain uncertain(NoAnswerException exception) {
    var trouble = exception.timedOut() ? Trouble.TIMEOUT : Trouble.UNREACHABLE;
    return new Uncertain(trouble, String.valueOf(exception.getMessage()));
  }

  private static PaymentOutcome outcomeOf(NoAnswerException exception) {
    return exception.timedOut() ? PaymentOutcome.TIMEOUT : PaymentOutcome.ERROR;
  }

  private void count(PaymentResult result) {
    var payments = metrics.payments();
    switch (result) {
      case Succeeded _ -> {
        payments.recordResult(METHOD, PaymentOutcome.SUCCESS);
        payments.recordStage(PaymentStage.AUTHORIZATION, PaymentOutcome.SUCCESS);
        payments.recordStage(PaymentStage.CAPTURE, PaymentOutcome.SUCCESS);
      }
      case Declined _ -> {
        payments.recordResult(METHOD, PaymentOutcome.DECLINED);
        payments.recordStage(PaymentStage.AUTHORIZATION, PaymentOutcome.DECLINED);
      }
      case Pending _ -> payments.recordStage(PaymentStage.AUTHORIZATION, PaymentOutcome.SUCCESS);
      case Uncertain doubt -> {
        payments.recordResult(METHOD, PaymentOutcome.ERROR);
        payments.recordStage(
            PaymentStage.AUTHORIZATION,
            doubt.trouble() == Trouble.TIMEOUT ? PaymentOutcome.TIMEOUT : PaymentOutcome.ERROR);
      }
    }
  }
}
